package ccm.provision;

import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread {@code ccm-provision}. */
final class RealTime implements Timing, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RealTime.class);
    private static final int CLOSE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-provision"));

    RealTime() {
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public boolean run(Runnable job) {
        try {
            thread.execute(guarded(job));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("a job after the end", e);
            return false;
        }
    }

    @Override
    public Planned after(Duration delay, Runnable job) {
        try {
            Future<?> future = thread.schedule(guarded(job), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("a job after the end", e);
            return () -> {};
        }
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void close() {
        thread.shutdown(); // not interrupted: it may be saving
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** The thread lives on, whatever a foreign plugin throws. */
    private static Runnable guarded(Runnable job) {
        return () -> {
            try {
                job.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.error("provisioning: unexpected", e);
            }
        };
    }
}
