package ccm.itest;

import ccm.sim.host.HostLine;
import java.io.IOException;
import java.util.Random;

/** A line on which some of what comes to the host has a bit flipped, line ends excepted. */
final class DamagedAnswers implements HostLine {
    private final HostLine line;
    private final double damaged;
    private final Random random;
    private boolean hit; // the reading thread's alone, like the next one
    private int at;

    /**
     * Makes one.
     *
     * @param damaged how many of the lines that come are damaged, 0 to 1
     */
    DamagedAnswers(HostLine line, double damaged, long seed) {
        this.line = line;
        this.damaged = damaged;
        this.random = new Random(seed);
    }

    @Override
    public int read(byte[] into) throws IOException {
        int count = line.read(into);
        for (int i = 0; i < count; i++) {
            if (into[i] == '\n') {
                hit = random.nextDouble() < damaged;
                at = random.nextInt(20);
            } else if (hit && at-- == 0) {
                into[i] ^= (byte) (1 << random.nextInt(7));
                hit = false;
            }
        }
        return count;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        line.write(bytes);
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
