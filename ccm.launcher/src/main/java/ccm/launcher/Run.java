package ccm.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gateway in the foreground: started, announced and stopped. */
final class Run {
    /**
     * System property: what a bundle that stops the framework wants, {@code restart} or the exit
     * status of the process.
     */
    static final String EXIT = "ccm.exit";

    /** System property: a line to end with, behind everything that stopping had to say. */
    static final String LAST_WORDS = "ccm.exit.text";

    /** The exit status of a gateway that wants to be started again: EX_TEMPFAIL of sysexits(3). */
    static final int RESTART_STATUS = 75;

    private static final String RESTART = "restart";
    private static final Duration READY_PATIENCE = Duration.ofSeconds(10);
    private static final Duration STOP_PATIENCE = Duration.ofMillis(4_500);

    private final RunOptions options;

    Run(RunOptions options) {
        this.options = options;
    }

    /** Runs until a signal or a bundle ends it; returns the exit status. */
    int untilStopped() throws LaunchException {
        SkuFolder sku = SkuFolder.open(options.skuDir());
        try (DataFolder data = DataFolder.open(options.data())) {
            data.trouble().ifPresent(this::warn);
            FactoryReset reset = new FactoryReset(options.data(), Disk.REAL);
            if (reset.decided()) {
                say(reset.finish(told(sku)));
            }
            return run(sku, data);
        } catch (IOException e) {
            throw new LaunchException(options.data() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int run(SkuFolder sku, DataFolder data)
            throws LaunchException, IOException, InterruptedException {
        try (BundleCache cache = BundleCache.of(data, sku.buildId())) {
            Log.into(options.data().resolve("log"), sku.logSettings());
            once(sku, cache);
            Optional.ofNullable(System.getProperty(LAST_WORDS)).ifPresent(System.out::println);
            return status(System.getProperty(EXIT, "0"));
        }
    }

    /** What names files, like the layers in the data folder. */
    private List<String> told(SkuFolder sku) throws IOException {
        Optional<Path> product = options.config().or(() -> sku.firstConfiguration(options.sku()));
        List<String> told = new ArrayList<>(List.of(options.settings().json()));
        if (product.isPresent() && Files.isReadable(product.get())) {
            told.add(JsonTexts.read(product.get()));
        }
        return told;
    }

    private void once(SkuFolder sku, BundleCache cache)
            throws LaunchException, IOException, InterruptedException {
        if (!attempt(sku, cache)) {
            cache.wipe();
            attempt(sku, cache);
        }
    }

    /**
     * Runs to the end; false when it did not start and what the cache remembers may be to blame.
     */
    private boolean attempt(SkuFolder sku, BundleCache cache)
            throws LaunchException, InterruptedException {
        Gateway gateway = new Gateway(options, sku, cache);
        StopSignal signal = new StopSignal(gateway, STOP_PATIENCE);
        try {
            List<String> failures = start(gateway, cache);
            if (!failures.isEmpty() && cache.reused()) {
                gateway.stop(STOP_PATIENCE);
                return false;
            }
            failures.forEach(Run::say);
            announce(gateway);
            gateway.awaitStop();
            return true;
        } finally {
            signal.end();
        }
    }

    private static List<String> start(Gateway gateway, BundleCache cache) throws LaunchException {
        try {
            return gateway.start();
        } catch (LaunchException e) {
            if (cache.reused()) {
                return List.of(e.getMessage());
            }
            throw e;
        }
    }

    private void announce(Gateway gateway) {
        try {
            ReadyLine ready = new ReadyLine(gateway.context());
            if (!ready.await(READY_PATIENCE)) {
                say(
                        "not ready after "
                                + READY_PATIENCE.toSeconds()
                                + " s: no service "
                                + ready.missing()
                                + ". Look into "
                                + options.data().resolve("log"));
            }
            System.out.println(ready.text(options.sku()));
        } catch (IllegalStateException e) {
            say("stopped before it was ready");
        }
    }

    private void warn(String cause) {
        say(
                options.data()
                        + ": cannot be written ("
                        + cause
                        + "). Running with what was kept; nothing new is saved");
    }

    private static void say(String line) {
        System.err.println("ccm run: " + line);
    }

    private static int status(String wish) {
        if (wish.equals(RESTART)) {
            return RESTART_STATUS;
        }
        try {
            return Integer.parseInt(wish);
        } catch (NumberFormatException e) {
            say(EXIT + " is " + wish + ", must be " + RESTART + " or a number");
            return 1;
        }
    }
}
