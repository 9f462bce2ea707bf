package ccm.itest;

import ccm.testing.Growth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Everything goes wrong at every step of each cloud's protocol, and nothing that was acknowledged
 * is lost; then credentials change again and again, with a fault in each step of the change; then,
 * with a gateway that waits for answers a twentieth of its usual time, connections fall silent at
 * each step; and where a cloud makes gateways its own, one becomes somebody else again and again,
 * with a fault in each step of that. All clouds at once, a few runs each; or, with {@code
 * -Dccm.long=true}, many, one cloud after the other, while threads, memory and open files are
 * watched.
 *
 * <p>{@code -Dccm.cloud=azure} takes one cloud alone; {@code -Dccm.campaign=silence} and {@code
 * -Dccm.seed=7} one run of it, of {@code faults} when no campaign is named.
 */
public class CloudFaultsIT {
    private static final int RUNS = 15;
    private static final int CHANGES = 14; // each trouble once
    private static final int MANY_RUNS = 500;
    private static final int MANY_CHANGES = 200;
    private static final int SILENT_RUNS = 2;
    private static final int MANY_SILENT_RUNS = 100;
    private static final int NEWCOMERS = 6;
    private static final int MANY_NEWCOMERS = 300;
    private static final String IMPATIENT = "0.05";
    private static final boolean ALL = Boolean.getBoolean("ccm.long");
    private static final List<String> CLOUDS = List.of("aws", "gcp", "azure", "mdash", "watson");

    /** Where a gateway finds the native library of the serial line: each has one of its own. */
    private static final String LIBRARY = "jSerialComm.library.path";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private final Lock opening = new ReentrantLock(true); // who came first has most to do

    @Test
    public void nothingIsLostAndEveryShadowConverges() throws Exception {
        String one = System.getProperty("ccm.cloud", "");
        List<String> clouds = one.isEmpty() ? CLOUDS : List.of(one);
        ExecutorService side = Executors.newFixedThreadPool(clouds.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String cloud : clouds) {
                Callable<?> campaigns = () -> campaigns(cloud);
                all.add(side.submit(campaigns));
                if (ALL) {
                    all.get(all.size() - 1).get(); // alone, so that what grows is its own
                }
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            side.shutdownNow();
        }
    }

    /** One at a time: it has read the library when its host is heard. */
    private CloudSite open(String cloud, Map<String, String> told) throws Exception {
        opening.lock();
        try {
            System.clearProperty(LIBRARY);
            Path place = folder.newFolder().toPath();
            return new CloudSite(CloudTarget.start(cloud, place.resolve("cloud")), place, told)
                    .ready();
        } finally {
            opening.unlock();
        }
    }

    private Void campaigns(String cloud) throws Exception {
        Long seed = Long.getLong("ccm.seed");
        String wanted = System.getProperty("ccm.campaign", seed == null ? "" : "faults");
        if (wanted.isEmpty() || wanted.equals("faults") || wanted.equals("changes")) {
            try (CloudSite site = open(cloud, Map.of())) {
                patient(cloud, site, wanted, seed);
            }
        }
        if (wanted.isEmpty() || wanted.equals("silence") || wanted.equals("newcomers")) {
            try (CloudSite site = open(cloud, Map.of("ccm.patience", IMPATIENT))) {
                impatient(cloud, site, wanted, seed);
            }
        }
        return null;
    }

    private static void patient(String cloud, CloudSite site, String wanted, Long seed)
            throws Exception {
        RecordTally tally = new RecordTally(site);
        if (!wanted.equals("changes")) {
            FaultCampaign faults = FaultCampaign.loud(site, tally, ALL);
            int runs = site.target().runs(ALL ? MANY_RUNS : RUNS);
            run(cloud, "faults", runs, seed, faults::run, faults::figures);
        }
        if (seed == null) {
            ChangeCampaign changes = new ChangeCampaign(site, tally);
            int runs = ALL ? MANY_CHANGES : CHANGES;
            run(cloud, "changes", runs, null, run -> changes.run((int) run), changes::figures);
        }
    }

    private static void impatient(String cloud, CloudSite site, String wanted, Long seed)
            throws Exception {
        RecordTally tally = new RecordTally(site);
        if (!wanted.equals("newcomers")) {
            FaultCampaign silence = FaultCampaign.silent(site, tally);
            int runs = ALL ? MANY_SILENT_RUNS : SILENT_RUNS;
            run(cloud, "silence", runs, seed, silence::run, silence::figures);
        }
        Optional<Newcomers> newcomers = site.target().newcomers();
        if (newcomers.isPresent() && !wanted.equals("silence")) {
            NewcomerCampaign arrivals = new NewcomerCampaign(site, tally, newcomers.get());
            int runs = ALL ? MANY_NEWCOMERS : NEWCOMERS;
            run(cloud, "newcomers", runs, seed, arrivals::run, arrivals::figures);
        }
    }

    /** What is done with a seed. */
    private interface Run {
        void run(long seed) throws Exception;
    }

    /**
     * Many runs, one after the other.
     *
     * @param seed of one alone; null for all
     */
    private static void run(
            String cloud, String what, int runs, Long seed, Run run, Supplier<?> figures)
            throws Exception {
        if (seed != null) {
            run.run(seed);
            return;
        }
        Growth growth = new Growth(runs);
        for (int each = 0; each < growth.steps(); each++) {
            run.run(each);
            growth.step();
        }
        System.out.printf("CloudFaultsIT: %s: %s: %s; %s%n", cloud, what, figures.get(), growth);
        if (ALL) { // a few runs beside others are no measure
            growth.check();
        }
    }
}
