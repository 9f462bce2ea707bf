package ccm.board.linux.wifi;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.Signal;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wpa_supplicant that answers on the bus, for systems without NetworkManager. */
final class WpaService implements RadioService {
    static final String NAME = "fi.w1.wpa_supplicant1";
    static final String ROOT = "/fi/w1/wpa_supplicant1";
    static final String INTERFACE = NAME + ".Interface";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(WpaService.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String PEER_TO_PEER = "p2p-";

    private final Duration patience;
    private final Surroundings system;
    private String given = ""; // the radio that we gave to it; the watch's thread alone asks

    /**
     * What the system does beside it.
     *
     * @param addressOf an interface's address, empty for none
     * @param settling how long it may leave an address of another network
     * @param interfaces folder of the kernel's with one for each
     */
    record Surroundings(UnaryOperator<String> addressOf, Duration settling, Path interfaces) {
        static final Surroundings REAL =
                new Surroundings(
                        WpaService::addressOf, Duration.ofSeconds(6), Path.of("/sys/class/net"));
    }

    /** The real one waits for a NetworkManager that is just starting, and uses this one itself. */
    WpaService(Duration patience) {
        this(patience, Surroundings.REAL);
    }

    WpaService(Duration patience, Surroundings system) {
        this.patience = patience;
        this.system = system;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "wpa_supplicant";
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public Optional<SteppedRadio> open(Bus bus) throws BusException {
        Object known = bus.get(NAME, ROOT, NAME, "Interfaces");
        for (Object path : NetworkManager.list(known)) {
            String name = String.valueOf(bus.get(NAME, path.toString(), INTERFACE, "Ifname"));
            if (!name.startsWith(PEER_TO_PEER)) {
                return Optional.of(open(bus, path.toString(), name));
            }
        }
        Optional<String> radio = radioOfSystem();
        if (radio.isEmpty()) {
            return Optional.empty();
        }
        LOG.info("{}: given to wpa_supplicant", radio.get());
        Object made =
                bus.call(
                                LIMIT,
                                NAME,
                                ROOT,
                                NAME,
                                "CreateInterface",
                                "a{sv}",
                                Map.of(
                                        "Ifname",
                                        Values.text(radio.get()),
                                        "Driver",
                                        Values.text("nl80211")))[0];
        given = radio.get();
        return Optional.of(open(bus, made.toString(), radio.get()));
    }

    private SteppedRadio open(Bus bus, String path, String name) throws BusException {
        Mailbox mailbox = new Mailbox();
        WpaLine line = new WpaLine(bus, path, name, mailbox);
        WpaView view = new WpaView(line, () -> system.addressOf().apply(name));
        SteppedRadio made =
                new SteppedRadio(
                        new SteppedRadio.Place(path, name, bus.owner(NAME)),
                        title(),
                        mailbox,
                        new WpaSteps(line, view, system.settling()));
        bus.listen(path, Bus.PROPERTIES, Bus.PROPERTIES_CHANGED, made::hear);
        bus.listen(path, INTERFACE, "ScanDone", made::hear);
        bus.listen(path, INTERFACE, "NetworkAdded", made::hear);
        bus.listen(path, INTERFACE, "NetworkSelected", made::hear);
        bus.listen(ROOT, NAME, "InterfaceRemoved", signal -> removed(signal, made));
        made.adopt();
        return made;
    }

    private static void removed(Signal signal, SteppedRadio radio) {
        if (signal.text(0).equals(radio.path())) {
            radio.end();
        }
    }

    /** Somebody else's, whose connection is not ours to cut. One that was killed leaves its own. */
    private boolean inUse(Path one) throws IOException {
        return !one.getFileName().toString().equals(given)
                && Files.readString(one.resolve("operstate")).strip().equals("up");
    }

    /** A radio that nobody has given to it, nor uses. */
    private Optional<String> radioOfSystem() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(system.interfaces())) {
            for (Path one : all) {
                if (Files.exists(one.resolve("phy80211"))
                        && !one.endsWith(SideInterface.NAME)
                        && !inUse(one)) {
                    return Optional.of(one.getFileName().toString());
                }
            }
        } catch (IOException e) {
            LOG.debug("{}: cannot be read", system.interfaces(), e);
        }
        return Optional.empty();
    }

    private static String addressOf(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            if (found != null) {
                for (InetAddress one : Collections.list(found.getInetAddresses())) {
                    if (one instanceof Inet4Address && !one.isLinkLocalAddress()) {
                        return one.getHostAddress();
                    }
                }
            }
            return "";
        } catch (SocketException e) {
            return "";
        }
    }
}
