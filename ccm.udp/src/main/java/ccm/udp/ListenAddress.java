package ccm.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Reads the setting {@code rpc.udp.listen_addr}. */
final class ListenAddress {
    private static final String SCHEME = "udp://";
    private static final int MAX_PORT = 65_535;

    private ListenAddress() {}

    /**
     * The address that a text means: {@code [udp://]HOST:PORT}, {@code :PORT} for all interfaces.
     *
     * @throws IOException names the setting, what was found and what is allowed
     */
    static InetSocketAddress of(String setting) throws IOException {
        String text = setting.startsWith(SCHEME) ? setting.substring(SCHEME.length()) : setting;
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        int port = port(text.substring(colon + 1));
        if (port < 0 || (host.indexOf(':') >= 0 && !host.startsWith("["))) {
            throw new IOException(
                    "rpc.udp.listen_addr: \""
                            + setting
                            + "\" must be HOST:PORT or :PORT, an IPv6 address in brackets");
        }
        try {
            return host.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IOException(
                    "rpc.udp.listen_addr: \"" + host + "\" is no address of this machine", e);
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > MAX_PORT ? -1 : port;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
