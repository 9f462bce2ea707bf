package ccm.ota.stm32;

import ccm.api.link.RawLine;
import ccm.ota.stm32.LoaderException.Kind;
import java.io.IOException;
import java.time.Duration;

/**
 * Bytes to the loader, and its answers. A wait is cut into short ones, so that an interrupted
 * thread does not have to sit out the erasing of a chip.
 */
final class Wire {
    static final int ACK = 0x79;
    static final int NACK = 0x1F;
    private static final int BUSY = 0x76;
    private static final Duration SLICE = Duration.ofMillis(500);

    private final RawLine line;
    private final byte[] one = new byte[1];

    Wire(RawLine line) {
        this.line = line;
    }

    RawLine line() {
        return line;
    }

    void send(byte[] bytes, int count) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        line.write(bytes, 0, count);
    }

    /** Waits for the loader to agree. */
    void ack(String step, Duration patience)
            throws IOException, LoaderException, InterruptedException {
        int answer = next(patience);
        while (answer == BUSY) {
            answer = next(patience);
        }
        if (answer == ACK) {
            return;
        }
        if (answer < 0) {
            throw new LoaderException(
                    Kind.SILENCE, step + ": no answer within " + patience.toMillis() + " ms");
        }
        throw answer == NACK
                ? new LoaderException(Kind.NACK, step + ": the loader refused (NACK)")
                : new LoaderException(
                        Kind.GARBAGE, String.format("%s: answered 0x%02X", step, answer));
    }

    /** The next byte; -1 when none comes in time. */
    int next(Duration patience) throws IOException, InterruptedException {
        return some(one, 0, 1, patience) == 0 ? -1 : one[0] & 0xFF;
    }

    /** Fills a buffer. */
    void fill(byte[] into, int count, String step, Duration patience)
            throws IOException, LoaderException, InterruptedException {
        int have = 0;
        while (have < count) {
            int got = some(into, have, count - have, patience);
            if (got == 0) {
                throw new LoaderException(
                        Kind.SILENCE, step + ": " + have + " of " + count + " bytes came");
            }
            have += got;
        }
    }

    /** What is there, or comes first; 0 when nothing does in time. */
    int some(byte[] into, int offset, int count, Duration patience)
            throws IOException, InterruptedException {
        Duration left = patience;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            boolean last = left.compareTo(SLICE) <= 0;
            int got = line.read(into, offset, count, last ? left : SLICE);
            if (got > 0 || last) {
                return got;
            }
            left = left.minus(SLICE);
        }
    }
}
