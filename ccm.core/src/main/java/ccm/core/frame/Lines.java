package ccm.core.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What can be said of the bytes of a line before it is parsed. */
public final class Lines {
    private static final byte HANDSHAKE = 0x04;

    private Lines() {}

    /** True when there is nothing but spaces and what the mos tool wakes a device up with. */
    public static boolean isBlank(byte[] line) {
        for (byte each : line) {
            boolean blank = isSpace(each) || each == HANDSHAKE || each == '"';
            if (!blank) {
                return false;
            }
        }
        return true;
    }

    public static boolean isSpace(byte each) {
        return each == ' ' || each == '\t' || each == '\r' || each == '\n';
    }

    /** True when every byte is ASCII without NUL, or the whole is well-formed UTF-8. */
    public static boolean isUtf8(byte[] line) {
        for (byte each : line) {
            if (each < 0) {
                return decodes(line);
            }
        }
        return true;
    }

    /** The first byte that is no space; a space when there is none. */
    public static byte firstText(byte[] line) {
        for (byte each : line) {
            if (!isSpace(each)) {
                return each;
            }
        }
        return ' ';
    }

    /** Where the first such byte is; the length when there is none. */
    public static int indexOf(byte[] line, char wanted) {
        int at = 0;
        while (at < line.length && line[at] != wanted) {
            at++;
        }
        return at;
    }

    /** True when nothing but spaces stands from there on. */
    public static boolean isBlankFrom(byte[] line, int from) {
        for (int i = from; i < line.length; i++) {
            if (!isSpace(line[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same text with the closing brackets that it lacks.
     *
     * @return empty when it lacks something else: the end of a string, or a bracket in the middle
     */
    public static Optional<byte[]> closed(byte[] line, int from) {
        byte[] closers = new byte[Json.MAX_DEPTH];
        int depth = 0;
        boolean inString = false;
        for (int i = from; i < line.length; i++) {
            byte each = line[i];
            if (inString) {
                inString = each != '"';
                i += each == '\\' ? 1 : 0; // what follows a backslash cannot end the string
            } else if (each == '"') {
                inString = true;
            } else if (each == '{' || each == '[') {
                if (depth == closers.length) {
                    return Optional.empty();
                }
                closers[depth++] = (byte) (each == '{' ? '}' : ']');
            } else if ((each == '}' || each == ']') && (depth == 0 || closers[--depth] != each)) {
                return Optional.empty();
            }
        }
        return inString ? Optional.empty() : Optional.of(join(line, from, closers, depth));
    }

    private static byte[] join(byte[] line, int from, byte[] closers, int depth) {
        byte[] whole = Arrays.copyOfRange(line, from, line.length + depth);
        for (int i = 0; i < depth; i++) {
            whole[line.length - from + i] = closers[depth - 1 - i];
        }
        return whole;
    }

    private static boolean decodes(byte[] line) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
