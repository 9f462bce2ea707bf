package ccm.core.config;

import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the gateway anew: stops the framework and leaves word for the launcher, whose exit status
 * tells the supervisor to start it again.
 */
@Component(service = Restart.class)
public final class Restart {
    /** The system property that tells the launcher why the framework stopped. */
    static final String EXIT = "ccm.exit";

    private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
    private static final Duration AFTER_SAVE = Duration.ofMillis(500); // as the original does
    private static final long NEVER = Long.MAX_VALUE;

    private final Runnable stop;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-core-reboot"));
    private Optional<Future<?>> planned = Optional.empty(); // guarded by this
    private volatile long at = NEVER; // when, in System.nanoTime

    @Activate
    public Restart(BundleContext context) {
        this(() -> stopFramework(context));
    }

    Restart(Runnable stop) {
        this.stop = stop;
        timer.setRemoveOnCancelPolicy(true);
    }

    @Deactivate
    void close() {
        timer.shutdownNow(); // not waited for: it may be this thread that stops us
    }

    /** Restarts in half a second: the answer gets out before. */
    void soon() {
        after(AFTER_SAVE, "the configuration was saved with reboot");
    }

    /**
     * Restarts after a while, instead of when it was planned before.
     *
     * @param why for the log
     */
    public synchronized void after(Duration delay, String why) {
        cancel();
        LOG.info("gateway: restarting in {} ms, as {}", delay.toMillis(), why);
        at = System.nanoTime() + delay.toNanos();
        planned = Optional.of(timer.schedule(stop, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Does not restart after all; false when it was not planned. */
    public synchronized boolean abort() {
        boolean was = planned.isPresent();
        cancel();
        return was;
    }

    /** Milliseconds until it restarts, 0 when that is due; very many when it is not planned. */
    public long millisLeft() {
        long when = at;
        return when == NEVER
                ? NEVER
                : Math.max(0, TimeUnit.NANOSECONDS.toMillis(when - System.nanoTime()));
    }

    private void cancel() {
        planned.ifPresent(timed -> timed.cancel(false));
        planned = Optional.empty();
        at = NEVER;
    }

    private static void stopFramework(BundleContext context) {
        System.setProperty(EXIT, "restart");
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("gateway: does not stop for its restart. Restart it by hand.", e);
        }
    }
}
