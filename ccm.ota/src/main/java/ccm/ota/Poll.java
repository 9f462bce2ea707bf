package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateOptions;
import ccm.parts.threads.NamedThreads;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at {@code update.url} now and then; has a thread only while that is wanted. */
final class Poll {
    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);

    private final FirmwareUpdater updater;
    private final String url;
    private final Duration interval;
    private ScheduledExecutorService thread; // null while nothing is looked at

    Poll(FirmwareUpdater updater, String url, Duration interval) {
        this.updater = updater;
        this.url = url;
        this.interval = interval;
    }

    void open() {
        if (interval.isZero() || url.isEmpty()) {
            return;
        }
        thread = new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-ota-poll"));
        thread.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() throws InterruptedException {
        if (thread != null) {
            thread.shutdownNow();
            thread.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private void look() {
        try {
            updater.update(
                    URI.create(url),
                    new UpdateOptions(
                            Optional.empty(), Optional.empty(), true, 0, "update.interval"));
        } catch (FirmwareException e) {
            LOG.debug("update.url: not looked at now", e);
        } catch (IllegalArgumentException e) {
            LOG.warn("update.url: {} is no address ({})", url, e.getMessage());
        }
    }
}
