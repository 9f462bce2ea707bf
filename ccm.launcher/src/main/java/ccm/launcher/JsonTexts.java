package ccm.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The strings that are values in a JSON text, comments allowed. What is wrong with the text is for
 * others to find out: here it is read as far as it goes.
 */
final class JsonTexts {
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private final Set<String> values = new HashSet<>();
    private int at;

    private JsonTexts(String text) {
        this.text = text;
    }

    /** A file, whatever is in it. */
    static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    static Set<String> of(String text) {
        JsonTexts reader = new JsonTexts(text);
        reader.read();
        return reader.values;
    }

    private void read() {
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                skipTo("\n");
            } else if (text.startsWith("/*", at)) {
                skipTo("*/");
            } else if (text.charAt(at) == '"') {
                at++;
                String string = string();
                if (!text.substring(at, nextWord()).endsWith(":")) {
                    values.add(string);
                }
            } else {
                at++;
            }
        }
    }

    private void skipTo(String end) {
        int found = text.indexOf(end, at + 2);
        at = found < 0 ? text.length() : found + end.length();
    }

    /** Behind the next character that is no white space. */
    private int nextWord() {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return Math.min(text.length(), next + 1);
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' && at < text.length() ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> hex();
            default -> c;
        };
    }

    private char hex() {
        int end = Math.min(text.length(), at + HEX_DIGITS);
        try {
            char c = (char) Integer.parseInt(text.substring(at, end), HEX);
            at = end;
            return c;
        } catch (NumberFormatException e) {
            return '\ufffd';
        }
    }
}
