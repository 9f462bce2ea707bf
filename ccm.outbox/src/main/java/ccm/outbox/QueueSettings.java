package ccm.outbox;

import java.util.concurrent.ThreadFactory;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What a queue is opened with.
 *
 * @param clock milliseconds since the epoch
 * @param random what nobody outside can guess
 */
record QueueSettings(
        String name,
        QueueLimits limits,
        int segmentBytes,
        LongSupplier clock,
        IntSupplier random,
        ThreadFactory threads) {
    private static final int SMALLEST = 64 << 10;
    private static final int LARGEST = 1 << 20;
    private static final int SEGMENTS = 16;

    /** Length of a segment so that small queues take little and large ones few files. */
    static int segmentBytes(long maxBytes) {
        long wanted = Math.max(SMALLEST, Math.min(LARGEST, maxBytes / SEGMENTS));
        return (int) (wanted / SegmentHeader.BLOCK * SegmentHeader.BLOCK);
    }
}
