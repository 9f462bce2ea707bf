package ccm.core.log;

import ccm.parts.threads.NamedThreads;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Keeps the end of the log, and tells those who wait when there is more. Whoever logs never waits
 * for them: its thread only leaves the line here.
 */
@Component(service = LogTail.class, immediate = true)
public final class LogTail {
    /** How many may wait at a time. */
    static final int MAX_WAITING = 20;

    /** Lines are handed out together; and what an answer itself makes others log cannot spin. */
    private static final long GATHER_MILLIS = 100;

    private static final long STOP_SECONDS = 2;

    private final LogRing ring = new LogRing();
    private final Logger root = Logger.getLogger("");
    private final Handler ear = new Ear();
    private final List<Waiting> waiting = new ArrayList<>(); // guarded by itself
    private final AtomicBoolean telling = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-core-log"));

    private record Waiting(long after, CompletableFuture<Boolean> more) {}

    @Activate
    void open() {
        thread.setRemoveOnCancelPolicy(true);
        root.addHandler(ear);
    }

    @Deactivate
    void close() throws InterruptedException {
        root.removeHandler(ear);
        thread.shutdownNow();
        thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        take(true).forEach(one -> one.more().complete(false));
    }

    LogRing ring() {
        return ring;
    }

    /**
     * Waits for a line above a number.
     *
     * @return completes with false when none came in time, or when as many wait already as may
     */
    CompletionStage<Boolean> more(long after, int waitMillis) {
        CompletableFuture<Boolean> more = new CompletableFuture<>();
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                return CompletableFuture.completedStage(false);
            }
            waiting.add(new Waiting(after, more));
        }
        try {
            thread.schedule(() -> giveUp(more), waitMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) { // just closed
            giveUp(more);
        }
        tellSoon(); // a line may have come in between
        return more;
    }

    private void giveUp(CompletableFuture<Boolean> more) {
        synchronized (waiting) {
            waiting.removeIf(one -> one.more() == more);
        }
        more.complete(false);
    }

    private void tellSoon() {
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                return;
            }
        }
        if (telling.compareAndSet(false, true)) {
            try {
                thread.schedule(this::tell, GATHER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                telling.set(false);
            }
        }
    }

    private void tell() {
        telling.set(false);
        take(false).forEach(one -> one.more().complete(true));
    }

    /** Those for whom there is something; or all. */
    private List<Waiting> take(boolean all) {
        List<Waiting> taken = new ArrayList<>();
        long last = ring.last();
        synchronized (waiting) {
            for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
                Waiting one = each.next();
                if (all || one.after() < last) {
                    taken.add(one);
                    each.remove();
                }
            }
        }
        return taken;
    }

    private final class Ear extends Handler {
        Ear() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            if (!isLoggable(entry)) {
                return;
            }
            try {
                ring.add(entry.getMillis(), LogText.level(entry.getLevel()), LogText.of(entry));
                tellSoon();
            } catch (LinkageError e) {
                root.removeHandler(this); // swapped while the line came: the caller's thread lives
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // holds nothing open
        }
    }
}
