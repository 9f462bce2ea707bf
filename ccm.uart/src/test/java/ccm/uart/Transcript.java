package ccm.uart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A recorded dialogue of bytes: lines that begin with {@code >} are sent, those with {@code <} are
 * expected; {@code ~} is a pause of the line, so that a read ends there; {@code \n}, {@code \r},
 * {@code \t} and {@code \xNN} stand for bytes.
 */
final class Transcript {
    /** One line of it: its first character, and the bytes that the rest stands for. */
    record Step(char kind, byte[] bytes) {}

    private Transcript() {}

    static List<Step> of(String name) throws IOException {
        try (InputStream in = Transcript.class.getResourceAsStream("/console/" + name + ".txt")) {
            return new String(in.readAllBytes(), ISO_8859_1)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isEmpty())
                    .map(
                            line ->
                                    new Step(
                                            line.charAt(0),
                                            bytes(line.substring(Math.min(2, line.length())))))
                    .toList();
        }
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                out.write(text.charAt(i));
                continue;
            }
            i++;
            switch (text.charAt(i)) {
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case 't' -> out.write('\t');
                case 'x' -> {
                    out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException(text);
            }
        }
        return out.toByteArray();
    }
}
