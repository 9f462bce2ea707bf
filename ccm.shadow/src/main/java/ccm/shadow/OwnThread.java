package ccm.shadow;

import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread {@code ccm-shadow}: there is none while nothing is to be done. */
final class OwnThread implements Loop {
    static final int MAX_WAITING = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(OwnThread.class);
    private static final long START = System.nanoTime(); // so that it is never negative
    private static final int KEEP_SECONDS = 5;
    private static final int FAREWELL_SECONDS = 2;

    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-shadow"));

    OwnThread() {
        thread.setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanos() {
        return System.nanoTime() - START;
    }

    @Override
    public void execute(Runnable job) {
        try {
            thread.execute(() -> safely(job));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed already", e);
        }
    }

    @Override
    public boolean offer(Runnable job) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return false;
        }
        execute(
                () -> {
                    waiting.decrementAndGet();
                    job.run();
                });
        return true;
    }

    @Override
    public Runnable after(Duration wait, Runnable job) {
        try {
            Future<?> planned =
                    thread.schedule(() -> safely(job), wait.toNanos(), TimeUnit.NANOSECONDS);
            return () -> planned.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed already", e);
            return () -> {};
        }
    }

    /** Does what waits, then this, and ends. */
    void close(Runnable last) {
        thread.execute(() -> safely(last));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
                thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void safely(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) { // a foreign plugin
            LOG.error("shadow: stumbled and goes on", e);
        }
    }
}
