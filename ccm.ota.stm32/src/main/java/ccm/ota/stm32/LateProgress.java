package ccm.ota.stm32;

import ccm.api.firmware.FirmwareProgress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what is to be told of the progress until the line or the chip is busy, and not too often:
 * who is told may take his time, and between two commands there is none to lose.
 */
final class LateProgress implements FirmwareProgress {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FirmwareProgress to;
    private final Deque<Report> untold = new ArrayDeque<>(); // of each phase the last

    private Phase told; // null at first
    private long when;

    private record Report(Phase phase, long done, long total) {}

    LateProgress(FirmwareProgress to) {
        this.to = to;
    }

    @Override
    public void at(Phase phase, long done, long total) {
        if (!untold.isEmpty() && untold.getLast().phase() == phase) {
            untold.removeLast();
        }
        untold.add(new Report(phase, done, total));
    }

    /** Tells it, when it is new enough. */
    void tell() {
        if (!untold.isEmpty()
                && (untold.getLast().phase() != told || System.nanoTime() - when > PAUSE_NANOS)) {
            tellAll();
        }
    }

    /** Tells it now. */
    void tellAll() {
        while (!untold.isEmpty()) {
            Report next = untold.remove();
            to.at(next.phase(), next.done(), next.total());
            told = next.phase();
        }
        when = System.nanoTime();
    }
}
