package ccm.itest;

import ccm.testing.Growth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Everything goes wrong at every step of each cloud's protocol, and nothing that was acknowledged
 * is lost: {@value #SHORT} runs a cloud, or {@value #LONG} with {@code -Dccm.long=true}. One cloud
 * alone by {@code -Dccm.cloud=azure}, one run alone by {@code -Dccm.seed=7}.
 */
public class CloudFaultsIT {
    private static final int SHORT = 25;
    private static final int LONG = 500;
    private static final boolean ALL = Boolean.getBoolean("ccm.long");
    private static final List<String> CLOUDS = List.of("aws", "azure", "gcp", "mdash");

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void nothingIsLostAndEveryShadowConverges() throws Exception {
        String one = System.getProperty("ccm.cloud", "");
        List<String> clouds = one.isEmpty() ? CLOUDS : List.of(one);
        ExecutorService side = Executors.newFixedThreadPool(ALL ? 1 : clouds.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String cloud : clouds) {
                Path place = folder.newFolder(cloud).toPath();
                all.add(side.submit(() -> campaign(cloud, place)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            side.shutdownNow();
        }
    }

    private static Void campaign(String cloud, Path place) throws Exception {
        CloudTarget target = CloudTarget.start(cloud, place.resolve("cloud"));
        try (CloudSite site = new CloudSite(target, place)) {
            site.ready();
            FaultCampaign campaign = new FaultCampaign(site, ALL);
            Long seed = Long.getLong("ccm.seed");
            if (seed != null) {
                campaign.run(seed);
            } else {
                Growth growth = new Growth(target.runs(ALL ? LONG : SHORT));
                for (int run = 0; run < growth.steps(); run++) {
                    campaign.run(run);
                    growth.step();
                }
                System.out.printf("CloudFaultsIT: %s: %s%n", cloud, campaign.figures());
                System.out.printf("CloudFaultsIT: %s: %s%n", cloud, growth);
                if (ALL) {
                    growth.check();
                }
            }
        }
        return null;
    }
}
