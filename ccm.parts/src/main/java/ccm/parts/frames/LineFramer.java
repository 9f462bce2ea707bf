package ccm.parts.frames;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, wherever the reads fall. Not safe for several threads: it
 * belongs to the one that reads.
 */
public final class LineFramer {
    private static final int FIRST_SIZE = 512;

    private final int limit;
    private final Sink sink;
    private byte[] pending = new byte[FIRST_SIZE];
    private int length;
    private boolean skipping; // the line is over the limit: everything up to its end is dropped

    /** Takes what was cut out. */
    public interface Sink {
        /** A line, without its LF or CR LF, never empty. */
        void line(byte[] line);

        /** A line was longer than the limit; it is skipped to its end. Told once a line. */
        void overlong(int limit);
    }

    /**
     * Makes one.
     *
     * @param limit bytes of the longest line taken, at least 1
     */
    public LineFramer(int limit, Sink sink) {
        this.limit = limit;
        this.sink = sink;
    }

    /** Takes the bytes of one read. */
    public void accept(byte[] bytes, int offset, int count) {
        int start = offset;
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                finish(bytes, start, i);
                start = i + 1;
            }
        }
        keep(bytes, start, end);
    }

    /** True between two lines: no part of a line waits for its end. */
    public boolean isBetweenLines() {
        return length == 0 && !skipping;
    }

    /** Forgets an unfinished line, for example because the line was lost. */
    public void reset() {
        length = 0;
        skipping = false;
    }

    private void finish(byte[] bytes, int from, int to) {
        boolean whole = length == 0 && !skipping && to - from <= limit;
        if (whole) {
            emit(bytes, from, to);
            return;
        }
        keep(bytes, from, to);
        if (!skipping) {
            emit(pending, 0, length);
        }
        reset();
    }

    private void emit(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (end > from) {
            sink.line(Arrays.copyOfRange(bytes, from, end));
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        int more = to - from;
        if (skipping || more == 0) {
            return;
        }
        if (length + more > limit) {
            skipping = true;
            length = 0;
            pending = new byte[FIRST_SIZE];
            sink.overlong(limit);
            return;
        }
        if (length + more > pending.length) {
            pending =
                    Arrays.copyOf(
                            pending, Math.min(limit, Math.max(pending.length * 2, length + more)));
        }
        System.arraycopy(bytes, from, pending, length, more);
        length += more;
    }
}
