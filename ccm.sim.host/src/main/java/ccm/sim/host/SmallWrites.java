package ccm.sim.host;

import java.io.IOException;
import java.util.Arrays;

/** Writes in pieces of a few bytes, as the library's printing does. */
public final class SmallWrites implements HostLine {
    private static final int[] PIECES = {1, 6, 2, 10, 3}; // bytes a write, over and over

    private final HostLine line;

    public SmallWrites(HostLine line) {
        this.line = line;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        int from = 0;
        for (int i = 0; from < bytes.length; i++) {
            int to = Math.min(bytes.length, from + PIECES[i % PIECES.length]);
            line.write(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
    }

    @Override
    public int read(byte[] into) throws IOException {
        return line.read(into);
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
