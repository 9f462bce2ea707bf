package ccm.provision.ap;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiNetwork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks around, as they were seen last. Looks again when somebody asks, not by itself. */
final class Networks {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
    private static final long FRESH = Duration.ofSeconds(10).toNanos();

    private final Services services;
    private volatile List<WifiNetwork> seen = List.of();
    private volatile String trouble = ""; // why the last look failed; empty when it did not
    private CompletableFuture<List<WifiNetwork>> scan; // null before the first; guarded by this
    private long since; // when it began; the same

    Networks(Services services) {
        this.services = services;
    }

    /**
     * What is around.
     *
     * @param now true to look before answering; else what was seen last is answered at once
     */
    CompletionStage<List<WifiNetwork>> list(boolean now) {
        CompletableFuture<List<WifiNetwork>> current = look();
        return now || current.isDone() ? current : CompletableFuture.completedFuture(seen);
    }

    /** True while it looks and nothing has been seen yet. */
    synchronized boolean isLooking() {
        return seen.isEmpty() && scan != null && !scan.isDone();
    }

    private CompletableFuture<List<WifiNetwork>> look() {
        CompletableFuture<List<WifiNetwork>> made;
        Wifi wifi = services.wifi().orElse(null);
        synchronized (this) {
            if (scan != null && (!scan.isDone() || System.nanoTime() - since < FRESH)) {
                return scan;
            }
            if (wifi == null) {
                return CompletableFuture.completedFuture(seen);
            }
            made = new CompletableFuture<>();
            scan = made;
            since = System.nanoTime();
        }
        scanned(wifi).whenComplete((found, failure) -> took(made, found, failure));
        return made;
    }

    private static CompletionStage<List<WifiNetwork>> scanned(Wifi wifi) {
        try {
            return wifi.scan();
        } catch (RuntimeException e) { // the radio is a bundle of its own
            return CompletableFuture.failedFuture(e);
        }
    }

    private void took(
            CompletableFuture<List<WifiNetwork>> made, List<WifiNetwork> found, Throwable failure) {
        if (failure == null) {
            seen = List.copyOf(found);
            trouble = "";
        } else if (!trouble.equals(failure.toString())) { // the person types the name, then
            trouble = failure.toString();
            LOG.warn("provision.ap: cannot look for networks: {}", failure.getMessage());
        }
        made.complete(seen);
    }
}
