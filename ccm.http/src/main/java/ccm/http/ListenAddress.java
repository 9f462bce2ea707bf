package ccm.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an address; empty means every address of this machine
 * @param port 0 means any free one
 * @param secure true when the setting itself asks for https
 */
record ListenAddress(String host, int port, boolean secure) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(http|https)://)?(?:(?:(\\[[0-9A-Fa-f:.%]+\\]|[^:/\\[\\]]*):)?)(\\d{1,5})/?");
    private static final int MOST = 65_535;

    /**
     * Understands {@code PORT}, {@code :PORT} and {@code HOST:PORT}, each with {@code http://} or
     * {@code https://} before it or nothing.
     *
     * @throws IllegalArgumentException names the setting, what was found and what is allowed
     */
    static ListenAddress parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || Integer.parseInt(form.group(3)) > MOST) {
            throw new IllegalArgumentException(
                    "http.listen_addr is \""
                            + text
                            + "\", must be PORT, :PORT or HOST:PORT, https:// before it or not");
        }
        String host = form.group(2) == null ? "" : form.group(2);
        return new ListenAddress(
                host.replaceAll("[\\[\\]]", ""),
                Integer.parseInt(form.group(3)),
                "https".equals(form.group(1)));
    }

    /** True when only programs of this machine can connect. */
    boolean isLoopback() throws UnknownHostException {
        return !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
    }

    InetSocketAddress socket() throws UnknownHostException {
        return host.isEmpty()
                ? new InetSocketAddress(port)
                : new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** The address for people, with the port that was really bound. */
    String url(boolean encrypted, int bound) {
        String name = host.isEmpty() ? "0.0.0.0" : host.contains(":") ? "[" + host + "]" : host;
        return (encrypted ? "https://" : "http://") + name + ":" + bound;
    }

    @Override
    public String toString() {
        return (host.isEmpty() ? "*" : host) + ":" + port;
    }
}
