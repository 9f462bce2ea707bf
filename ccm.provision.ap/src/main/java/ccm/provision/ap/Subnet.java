package ccm.provision.ap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 network, by an address in it and its mask.
 *
 * @param ip for example {@code 192.168.4.1}
 * @param mask for example {@code 255.255.255.0}
 */
record Subnet(String ip, String mask) {
    private static final int BITS = 32;

    /** Bits of the mask. */
    int prefix() {
        return Integer.bitCount(number(mask));
    }

    /** True when a peer's address is in this network. */
    boolean contains(InetAddress peer) {
        byte[] bytes = peer.getAddress();
        return bytes.length * Byte.SIZE == BITS
                && ((number(bytes) ^ number(ip)) & number(mask)) == 0;
    }

    private static int number(String address) {
        if (!address.strip().matches("\\d{1,3}(\\.\\d{1,3}){3}")) { // a name would be looked up
            throw new IllegalArgumentException(
                    "\"" + address + "\" is no IPv4 address. Correct wifi.ap.ip or .netmask");
        }
        try {
            return number(InetAddress.getByName(address.strip()).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "\"" + address + "\" is no IPv4 address. Correct wifi.ap.ip or .netmask", e);
        }
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
