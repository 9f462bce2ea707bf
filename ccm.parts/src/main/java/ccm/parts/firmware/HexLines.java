package ccm.parts.firmware;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The lines of an image that is text: Intel HEX or S-records; errors tell the line's number. */
abstract class HexLines {
    private static final int HEX = 16;

    private final MemoryImage image = new MemoryImage();
    private boolean ended;

    /** Reads all lines up to the record that ends the file. */
    final MemoryImage read(byte[] file) throws ImageException {
        int number = 0;
        int start = 0;
        while (start < file.length && !ended) {
            int end = start;
            while (end < file.length && file[end] != '\n' && file[end] != '\r') {
                end++;
            }
            boolean pair = end + 1 < file.length && file[end] == '\r' && file[end + 1] == '\n';
            number++;
            take(number, new String(file, start, end - start, ISO_8859_1).strip());
            start = end + (pair ? 2 : 1);
        }
        if (!ended) {
            throw new ImageException(
                    "line "
                            + number
                            + ": the record that ends the file is missing. Is it cut off?");
        }
        if (image.isEmpty()) {
            throw new ImageException("no data in it");
        }
        return image;
    }

    private void take(int number, String line) throws ImageException {
        if (line.isEmpty()) {
            return;
        }
        try {
            take(line);
        } catch (ImageException e) {
            throw new ImageException("line " + number + ": " + e.getMessage(), e);
        }
    }

    /** Takes one line. */
    abstract void take(String line) throws ImageException;

    final void data(long address, byte[] bytes) throws ImageException {
        image.add(address, bytes);
    }

    final void end() {
        ended = true;
    }

    /** The bytes that pairs of hex digits mean. */
    static byte[] bytes(String digits) throws ImageException {
        if (digits.length() % 2 != 0) {
            throw new ImageException("half a byte at its end. Is it cut off?");
        }
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(digits.charAt(2 * i), HEX);
            int low = Character.digit(digits.charAt(2 * i + 1), HEX);
            if (high < 0 || low < 0) {
                throw new ImageException(
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

    static ImageException checksum(int found, int computed) {
        return new ImageException(
                "the checksum is %02x and should be %02x. The file is damaged"
                        .formatted(found, computed));
    }
}
