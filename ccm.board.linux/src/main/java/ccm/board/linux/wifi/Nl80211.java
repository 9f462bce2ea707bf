package ccm.board.linux.wifi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the kernel's nl80211 for a second interface. */
final class Nl80211 implements SideInterface {
    private static final Logger LOG = LoggerFactory.getLogger(Nl80211.class);
    private static final Path INTERFACES = Path.of("/sys/class/net");

    // generic netlink
    private static final int CONTROL = 0x10;
    private static final int GET_FAMILY = 3;
    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;

    // nl80211
    private static final int NEW_INTERFACE = 7;
    private static final int DEL_INTERFACE = 8;
    private static final int IFINDEX = 3;
    private static final int IFNAME = 4;
    private static final int IFTYPE = 5;
    private static final int MAC = 6;
    private static final int STATION = 2;

    private static final int LOCAL = 2;
    private static final int BYTES_OF_MAC = 6;
    private static final int HEX = 16;

    private final Path data;

    /**
     * Does nothing yet.
     *
     * @param data a folder that nobody else can write
     */
    Nl80211(Path data) {
        this.data = data;
    }

    @Override
    public boolean add(String radio) {
        remove();
        try (Netlink link = new Netlink(data)) {
            byte[] attributes =
                    Netlink.attributes(
                            Netlink.attribute(IFINDEX, Netlink.number(index(radio))),
                            Netlink.attribute(IFNAME, Netlink.text(NAME)),
                            Netlink.attribute(IFTYPE, Netlink.number(STATION)),
                            Netlink.attribute(MAC, mac(radio)));
            link.ask(family(link), NEW_INTERFACE, attributes);
            return true;
        } catch (IOException | LinkageError e) {
            LOG.info(
                    "{}: no second interface for an access point, so that it is closed while a"
                            + " network is tried: {}",
                    radio,
                    e.getMessage());
            LOG.debug("{}: no second interface", radio, e);
            return false;
        }
    }

    @Override
    public void remove() {
        if (!Files.exists(INTERFACES.resolve(NAME))) {
            return;
        }
        try (Netlink link = new Netlink(data)) {
            link.ask(
                    family(link),
                    DEL_INTERFACE,
                    Netlink.attributes(Netlink.attribute(IFINDEX, Netlink.number(index(NAME)))));
        } catch (IOException | LinkageError e) {
            LOG.warn("{}: cannot be removed. Type: iw dev {} del", NAME, NAME, e);
        }
    }

    private static int family(Netlink link) throws IOException {
        byte[] answer =
                link.ask(
                        CONTROL,
                        GET_FAMILY,
                        Netlink.attributes(
                                Netlink.attribute(FAMILY_NAME, Netlink.text("nl80211"))));
        byte[] id = Netlink.find(answer, FAMILY_ID);
        return ByteBuffer.wrap(id).order(ByteOrder.nativeOrder()).getShort();
    }

    private static int index(String name) throws IOException {
        return Integer.parseInt(read(name, "ifindex"));
    }

    /**
     * An address of its own: with that of the radio the kernel makes the interface, but does not
     * let it go up.
     */
    private static byte[] mac(String radio) throws IOException {
        return beside(read(radio, "address"));
    }

    static byte[] beside(String address) throws IOException {
        String[] parts = address.split(":");
        if (parts.length != BYTES_OF_MAC) {
            throw new IOException(address + ": no address of a radio");
        }
        byte[] mac = new byte[BYTES_OF_MAC];
        for (int i = 0; i < mac.length; i++) {
            mac[i] = (byte) Integer.parseInt(parts[i], HEX);
        }
        if ((mac[0] & LOCAL) == 0) {
            mac[0] |= LOCAL;
        } else {
            mac[BYTES_OF_MAC - 1] ^= 1;
        }
        return mac;
    }

    private static String read(String name, String file) throws IOException {
        return new String(Files.readAllBytes(INTERFACES.resolve(name).resolve(file)), US_ASCII)
                .trim();
    }
}
