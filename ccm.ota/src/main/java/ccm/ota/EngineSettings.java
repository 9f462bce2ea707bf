package ccm.ota;

import ccm.ota.bundle.BundleRules;
import ccm.ota.fetch.FetchSettings;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How updates are done.
 *
 * @param enabled false when the host may not be updated
 * @param timeout the longest without progress while a bundle comes in
 * @param window within which the new firmware must answer; zero for not at all
 * @param allowDowngrade true to take an older version, too
 * @param fetch how bundles are fetched now
 * @param firstRetry wait after a failed attempt; doubled from there
 * @param lastRetry the longest wait
 */
record EngineSettings(
        boolean enabled,
        Duration timeout,
        Duration window,
        boolean allowDowngrade,
        BundleRules rules,
        Supplier<FetchSettings> fetch,
        Duration firstRetry,
        Duration lastRetry) {}
