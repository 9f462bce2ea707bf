package ccm.sim.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * A line with faults: damages some of the host's frames and loses some lines that come to it. The
 * same seed gives the same faults for the same traffic.
 */
public final class NoisyLine implements HostLine {
    private final HostLine line;
    private final double damaged;
    private final double lost;
    private final Random outward;
    private final Random inward;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(); // read thread alone

    /**
     * Makes one.
     *
     * @param damaged how many of the frames that the host writes are damaged, 0 to 1
     * @param lost how many of the lines that the host would read are lost, 0 to 1
     */
    public NoisyLine(HostLine line, double damaged, double lost, long seed) {
        this.line = line;
        this.damaged = damaged;
        this.lost = lost;
        this.outward = new Random(seed);
        this.inward = new Random(~seed);
    }

    /** Writes one frame or its remains; a damaged one still ends its line. */
    @Override
    public void write(byte[] frame) throws IOException {
        line.write(outward.nextDouble() < damaged ? damage(frame) : frame);
    }

    @Override
    public int read(byte[] into) throws IOException {
        byte[] raw = new byte[into.length / 2];
        while (true) {
            int count = line.read(raw);
            if (count < 0) {
                return -1;
            }
            int kept = keep(raw, count, into);
            if (kept > 0) {
                return kept;
            }
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }

    /** Lines are lost whole, so a line is handed on when its end is there. */
    private int keep(byte[] raw, int count, byte[] into) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            pending.write(raw[i]);
            boolean full = pending.size() + kept >= into.length;
            if (raw[i] == '\n' || full) {
                if (full || inward.nextDouble() >= lost) {
                    System.arraycopy(pending.toByteArray(), 0, into, kept, pending.size());
                    kept += pending.size();
                }
                pending.reset();
            }
        }
        return kept;
    }

    private byte[] damage(byte[] frame) {
        int at = outward.nextInt(Math.max(1, frame.length - 1)); // never the LF
        return switch (outward.nextInt(3)) {
            case 0 -> flip(frame, at);
            case 1 -> without(frame, at);
            default -> cut(frame, at);
        };
    }

    private byte[] flip(byte[] frame, int at) {
        byte[] damaged = frame.clone();
        damaged[at] ^= (byte) (1 << outward.nextInt(8));
        return damaged;
    }

    private static byte[] without(byte[] frame, int at) {
        byte[] damaged = new byte[frame.length - 1];
        System.arraycopy(frame, 0, damaged, 0, at);
        System.arraycopy(frame, at + 1, damaged, at, frame.length - at - 1);
        return damaged;
    }

    private static byte[] cut(byte[] frame, int at) {
        byte[] damaged = Arrays.copyOf(frame, at + 1);
        damaged[at] = '\n';
        return damaged;
    }
}
