package ccm.outbox;

import ccm.api.outbox.OutboxException;
import ccm.parts.threads.NamedThreads;
import java.util.Random;
import java.util.function.LongSupplier;

/** Opens queues for tests; their commit thread runs only when a test starts it. */
final class Queues {
    /** Segments of three blocks: a script soon needs several. */
    static final int SEGMENT = 3 * SegmentHeader.BLOCK;

    static final QueueLimits LIMITS = new QueueLimits(1 << 20, 10_000, 0, 4000, false);

    private Queues() {}

    static LogQueue open(Disk disk) throws OutboxException {
        return open(disk, LIMITS, System::currentTimeMillis);
    }

    static LogQueue open(Disk disk, QueueLimits limits, LongSupplier clock) throws OutboxException {
        return open(disk, limits, clock, SEGMENT);
    }

    static LogQueue open(Disk disk, QueueLimits limits, LongSupplier clock, int segmentBytes)
            throws OutboxException {
        Random random = new Random(7);
        return LogQueue.open(
                new QueueSettings(
                        "q",
                        limits,
                        segmentBytes,
                        clock,
                        random::nextInt,
                        new NamedThreads("ccm-outbox-commit")),
                disk);
    }
}
