package ccm.parts.frames;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The optional check of a frame: eight hex digits of the CRC-32 (IEEE 802.3) of the JSON text,
 * right behind its last brace. Source: UART channel of Mongoose OS RPC.
 */
public final class FrameCrc {
    private static final int DIGITS = 8;

    private FrameCrc() {}

    /** What a line carries behind its JSON. */
    public enum Check {
        /** Nothing that looks like a checksum. */
        NONE,
        /** The right checksum. */
        MATCH,
        /** A wrong checksum: the frame is damaged. */
        MISMATCH
    }

    /** The frame with its checksum behind it. */
    public static byte[] append(byte[] frame) {
        byte[] out = Arrays.copyOf(frame, frame.length + DIGITS);
        long crc = of(frame, 0, frame.length);
        for (int i = out.length - 1; i >= frame.length; i--) {
            out[i] = (byte) Character.forDigit((int) (crc & 0xf), 16);
            crc >>= 4;
        }
        return out;
    }

    /** Where the JSON of a line ends: behind the last brace, or at the end when there is none. */
    public static int jsonEnd(byte[] line) {
        int end = line.length;
        while (end > 0 && line[end - 1] != '}') {
            end--;
        }
        return end == 0 ? line.length : end;
    }

    /**
     * Looks at what stands behind the JSON of a line; the check covers what stands from {@code
     * start}.
     */
    public static Check check(byte[] line, int start, int jsonEnd) {
        if (line.length - jsonEnd < DIGITS) {
            return Check.NONE;
        }
        long found = 0;
        for (int i = jsonEnd; i < jsonEnd + DIGITS; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) {
                return Check.NONE;
            }
            found = found << 4 | digit;
        }
        return found == of(line, start, jsonEnd) ? Check.MATCH : Check.MISMATCH;
    }

    private static long of(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }
}
