package ccm.cloud.mqtt;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker listens.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
record ServerAddress(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)\\]|([^\\s:/\\[\\]@]+))(?::(\\d{1,5}))?");
    private static final String WAY_OUT = ". write HOST:PORT, for example 192.168.1.10:1883";

    /** Why a server setting is not one; empty when it is. */
    static Optional<String> fault(String server) {
        if (server.isBlank()) {
            return Optional.of("is empty" + WAY_OUT);
        }
        int scheme = server.indexOf("://");
        if (scheme >= 0) {
            return Optional.of(
                    "is \""
                            + server
                            + "\", which begins with a scheme. write HOST:PORT alone; ssl_ca_cert"
                            + " turns TLS on, ws_enable WebSocket");
        }
        Matcher form = FORM.matcher(server.trim());
        if (!form.matches()) {
            return Optional.of("is \"" + server + "\"" + WAY_OUT + " or [fd00::1]:1883");
        }
        int port = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
        return port >= 1 && port <= 65_535
                ? Optional.empty()
                : Optional.of("is \"" + server + "\". a port is 1 to 65535");
    }

    /**
     * Reads a server setting that has no {@link #fault}.
     *
     * @param otherwise the port when none is named
     */
    static ServerAddress of(String server, int otherwise) {
        Matcher form = FORM.matcher(server.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException(server);
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        String port = form.group(3);
        return new ServerAddress(host, port == null ? otherwise : Integer.parseInt(port));
    }
}
