package ccm.itest;

import ccm.testing.Growth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Everything goes wrong at every step of each cloud's protocol, and nothing that was acknowledged
 * is lost; then credentials change again and again, with a fault in each step of the change:
 * {@value #RUNS} and {@value #CHANGES} times a cloud, all clouds at once; or {@value #MANY_RUNS}
 * and {@value #MANY_CHANGES} times with {@code -Dccm.long=true}, one cloud after the other, while
 * threads, memory and open files are watched.
 *
 * <p>{@code -Dccm.cloud=azure} takes one cloud alone, {@code -Dccm.seed=7} one run.
 */
public class CloudFaultsIT {
    private static final int RUNS = 25;
    private static final int CHANGES = 14; // each trouble once
    private static final int MANY_RUNS = 500;
    private static final int MANY_CHANGES = 200;
    private static final boolean ALL = Boolean.getBoolean("ccm.long");
    private static final List<String> CLOUDS = List.of("gcp", "aws", "azure", "mdash", "watson");

    /** Where a gateway finds the native library of the serial line: each has one of its own. */
    private static final String LIBRARY = "jSerialComm.library.path";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void nothingIsLostAndEveryShadowConverges() throws Exception {
        String one = System.getProperty("ccm.cloud", "");
        List<String> clouds = one.isEmpty() ? CLOUDS : List.of(one);
        ExecutorService side = Executors.newFixedThreadPool(clouds.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String cloud : clouds) {
                CloudSite site = open(cloud);
                Callable<?> campaign =
                        () -> {
                            try (site) {
                                return campaign(cloud, site);
                            }
                        };
                all.add(side.submit(campaign));
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

    /** It has read the library when its host is heard. */
    private CloudSite open(String cloud) throws Exception {
        System.clearProperty(LIBRARY);
        Path place = folder.newFolder(cloud).toPath();
        return new CloudSite(CloudTarget.start(cloud, place.resolve("cloud")), place).ready();
    }

    private static Void campaign(String cloud, CloudSite site) throws Exception {
        RecordTally tally = new RecordTally(site);
        FaultCampaign faults = new FaultCampaign(site, tally, ALL);
        Long seed = Long.getLong("ccm.seed");
        if (seed != null) {
            faults.run(seed);
            return null;
        }
        Growth growth = new Growth(site.target().runs(ALL ? MANY_RUNS : RUNS));
        for (int run = 0; run < growth.steps(); run++) {
            faults.run(run);
            growth.step();
        }
        say(cloud, "faults", faults.figures() + "; " + growth);
        check(growth);
        ChangeCampaign changes = new ChangeCampaign(site, tally);
        Growth next = new Growth(ALL ? MANY_CHANGES : CHANGES);
        for (int run = 0; run < next.steps(); run++) {
            changes.run(run);
            next.step();
        }
        say(cloud, "changes", changes.figures() + "; " + next);
        check(next);
        return null;
    }

    private static void say(String cloud, String what, String figures) {
        System.out.printf("CloudFaultsIT: %s: %s: %s%n", cloud, what, figures);
    }

    /** A few runs beside others are no measure. */
    private static void check(Growth growth) {
        if (ALL) {
            growth.check();
        }
    }
}
