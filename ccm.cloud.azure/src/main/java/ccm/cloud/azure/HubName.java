package ccm.cloud.azure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to 65535
 */
record HubName(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65_535;

    /** True for {@code HOST} and {@code HOST:PORT}. */
    static boolean valid(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return false;
        }
        int port = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
        return port >= 1 && port <= MAX_PORT;
    }

    /** Reads one that is {@link #valid}. */
    static HubName of(String text, int otherwise) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        return new HubName(
                host, form.group(3) == null ? otherwise : Integer.parseInt(form.group(3)));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
