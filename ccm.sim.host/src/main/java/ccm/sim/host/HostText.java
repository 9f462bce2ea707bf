package ccm.sim.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Strings as the library writes and reads them: bytes, of which few are escaped. */
final class HostText {
    private static final String PLAIN = "\b\f\n\r\t\\\"";
    private static final String LETTERS = "bfnrt\\\"";

    private HostText() {}

    /** A JSON string of these bytes (one a character). Other control characters stay raw. */
    static String quoted(String bytes, Generation generation) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : bytes.toCharArray()) {
            int at = PLAIN.indexOf(c);
            if (at >= 0) {
                out.append('\\').append(LETTERS.charAt(at));
            } else if (c == '/' && generation.escapesSlash()) {
                out.append("\\/");
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** What the library's string getter gives: cut at the first escape that it does not know. */
    static String read(String escaped, Generation generation) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char next = i + 1 < escaped.length() ? escaped.charAt(++i) : 0;
            int at = LETTERS.indexOf(next);
            if (at >= 0) {
                out.append(PLAIN.charAt(at));
            } else if (next == '/' && !generation.hexEscapes()) {
                out.append('/');
            } else if (next == 'u' && generation.hexEscapes() && oneByte(escaped, i + 1)) {
                out.append((char) Integer.parseInt(escaped.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                break;
            }
        }
        return new String(out.toString().getBytes(ISO_8859_1), UTF_8);
    }

    private static boolean oneByte(String text, int from) {
        return text.length() >= from + 4
                && text.substring(from, from + 4).matches("00\\p{XDigit}{2}");
    }
}
