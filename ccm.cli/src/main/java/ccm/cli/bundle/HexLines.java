package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ccm.cli.line.FailedException;
import java.util.List;

/** The lines of an image that is text: Intel HEX or S-records; errors tell the line's number. */
abstract class HexLines {
    private static final int HEX = 16;

    private final MemoryImage image = new MemoryImage();
    private boolean ended;

    /** Reads all lines up to the record that ends the file. */
    final List<Segment> read(byte[] file) throws FailedException {
        int number = 0;
        for (String line : new String(file, ISO_8859_1).lines().toList()) {
            number++;
            String text = line.strip();
            if (ended || text.isEmpty()) {
                continue;
            }
            try {
                take(text);
            } catch (FailedException e) {
                throw new FailedException("line " + number + ": " + e.getMessage(), e);
            }
        }
        if (!ended) {
            throw new FailedException(
                    "line "
                            + number
                            + ": the record that ends the file is missing. Is it cut off?");
        }
        List<Segment> segments = image.segments();
        if (segments.isEmpty()) {
            throw new FailedException("no data in it");
        }
        return segments;
    }

    /** Takes one line. */
    abstract void take(String line) throws FailedException;

    final void data(long address, byte[] bytes) throws FailedException {
        image.add(address, bytes);
    }

    final void end() {
        ended = true;
    }

    /** The bytes that pairs of hex digits mean. */
    static byte[] bytes(String digits) throws FailedException {
        if (digits.length() % 2 != 0) {
            throw new FailedException("half a byte at its end. Is it cut off?");
        }
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(digits.charAt(2 * i), HEX);
            int low = Character.digit(digits.charAt(2 * i + 1), HEX);
            if (high < 0 || low < 0) {
                throw new FailedException(
                        "\"" + digits.substring(2 * i, 2 * i + 2) + "\" are not hex digits");
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** The sum of some bytes, the lowest eight bits of it. */
    static int sum(byte[] bytes, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += bytes[i] & 0xff;
        }
        return sum & 0xff;
    }

    /** A number, the highest byte first. */
    static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }

    static FailedException checksum(int found, int computed) {
        return new FailedException(
                "the checksum is %02x and should be %02x. The file is damaged"
                        .formatted(found, computed));
    }
}
