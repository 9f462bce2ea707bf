package ccm.core.config;

import ccm.parts.threads.NamedThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
    private static final int DELAY_MILLIS = 500; // as the original: the answer gets out before

    private final BundleContext context;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("ccm-core-reboot"));

    @Activate
    public Restart(BundleContext context) {
        this.context = context;
    }

    @Deactivate
    void close() {
        timer.shutdownNow(); // not waited for: it may be this thread that stops us
    }

    /** Restarts in half a second. */
    void soon() {
        LOG.info("gateway: restarting, as the configuration was saved with reboot");
        timer.schedule(this::stopFramework, DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void stopFramework() {
        System.setProperty(EXIT, "restart");
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("gateway: does not stop for its restart. Restart it by hand.", e);
        }
    }
}
