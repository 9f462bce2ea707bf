package ccm.uart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.RawLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What tests of the lent line have in common. */
abstract class LentLine extends HostOnAPty {
    static final Duration SOON = Duration.ofSeconds(5);

    RawLine borrow() throws IOException {
        return link.lender().borrow("firmware update", SOON);
    }

    RawLine borrowQuietly() {
        try {
            return borrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] readFully(RawLine line, int count) throws IOException {
        byte[] all = new byte[count];
        for (int done = 0; done < count; ) {
            int got = line.read(all, done, count - done, SOON);
            assertTrue(got > 0, "only " + done + " bytes came");
            done += got;
        }
        return all;
    }

    byte[] fromHost(int count) throws IOException {
        byte[] all = new byte[count];
        byte[] piece = new byte[count];
        for (int done = 0; done < count; ) {
            int got = host.read(piece);
            System.arraycopy(piece, 0, all, done, Math.min(got, count - done));
            done += got;
        }
        return all;
    }

    byte[] quietly(int count) {
        try {
            return fromHost(count);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] allBytes() {
        byte[] all = new byte[256];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
        return Arrays.copyOf(all, all.length);
    }
}
