package ccm.outbox;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.parts.threads.NamedThreads;
import ccm.testing.Quiet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thread that is there only while there is something to do. */
@ExtendWith(Quiet.class)
class CommitLoopTest {
    private static final long SOON = 1_000_000;
    private static final int RUNS = 200;

    private final Counted work = new Counted();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CommitLoop loop =
            new CommitLoop(
                    work,
                    task -> {
                        Thread next = new NamedThreads("ccm-outbox-test").newThread(task);
                        threads.add(next);
                        return next;
                    },
                    SOON);

    @AfterEach
    void closes() {
        assertTrue(loop.close(5_000));
        assertEquals(1, work.ends.get());
        assertEquals(work.asked.get(), work.done.get());
    }

    @Test
    void leavesWhenIdleAndComesBackForWork() {
        loop.start();
        eventually(() -> assertFalse(threads.get(0).isAlive()));
        work.ask();
        loop.wake();
        eventually(() -> assertEquals(1, work.done.get()));
        assertEquals(2, threads.size());
    }

    @Test
    void losesNothingThatComesWhileItLeaves() {
        loop.start();
        for (int i = 1; i <= RUNS; i++) {
            int asked = i;
            work.ask();
            loop.wake();
            eventually(() -> assertEquals(asked, work.done.get()));
            long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(3 * SOON);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        assertTrue(threads.size() > RUNS / 20, threads.size() + " threads");
    }

    @Test
    void endsFromNothing() {
        loop.start();
        eventually(() -> assertFalse(threads.get(0).isAlive()));
    }

    /** Fails when two threads are at it. */
    private static final class Counted implements CommitLoop.Work {
        private final AtomicLong asked = new AtomicLong();
        private final AtomicLong done = new AtomicLong();
        private final AtomicLong ends = new AtomicLong();
        private final AtomicBoolean busy = new AtomicBoolean();

        void ask() {
            asked.incrementAndGet();
        }

        @Override
        public int run() {
            if (!busy.compareAndSet(false, true)) {
                ends.set(-100); // two at a time
            }
            long all = asked.get();
            int more = (int) (all - done.get());
            done.set(all);
            busy.set(false);
            return more;
        }

        @Override
        public long pause() {
            return asked.get() > done.get() ? 0 : CommitLoop.NEVER;
        }

        @Override
        public long waiting() {
            return asked.get() - done.get();
        }

        @Override
        public void end() {
            run();
            ends.incrementAndGet();
        }
    }
}
