package ccm.uart;

import java.util.ArrayDeque;

/**
 * Frames that were read and that nobody could take yet, oldest first. Touched by the reading thread
 * alone.
 */
final class Backlog {
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private final int limit;
    private int bytes;

    Backlog(int limit) {
        this.limit = limit;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** True when nothing more should be read: the line's own flow control holds the peer then. */
    boolean isFull() {
        return bytes >= limit;
    }

    int size() {
        return frames.size();
    }

    void add(byte[] frame) {
        frames.addLast(frame);
        bytes += frame.length;
    }

    byte[] oldest() {
        return frames.peekFirst();
    }

    void removeOldest() {
        bytes -= frames.removeFirst().length;
    }
}
