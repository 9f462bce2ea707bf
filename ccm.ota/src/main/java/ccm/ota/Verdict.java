package ccm.ota;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What people say of new firmware while it has to prove itself. */
final class Verdict {
    private static final long LOOK_MILLIS = 50;

    private Word word = Word.NONE;

    /** What was said. */
    enum Word {
        NONE,
        COMMIT,
        REVERT
    }

    synchronized void clear() {
        word = Word.NONE;
    }

    synchronized void say(Word said) {
        word = said;
        notifyAll();
    }

    /**
     * Waits for a word, or for a sign of life, which counts as {@code COMMIT}; {@code NONE} when
     * neither came in time.
     */
    synchronized Word await(Duration window, BooleanSupplier alive) throws InterruptedException {
        long end = System.nanoTime() + window.toNanos();
        while (word == Word.NONE) {
            if (alive.getAsBoolean()) {
                return Word.COMMIT;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return Word.NONE;
            }
            wait(Math.min(LOOK_MILLIS, left));
        }
        return word;
    }
}
