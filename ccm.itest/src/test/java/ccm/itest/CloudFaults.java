package ccm.itest;

import ccm.testing.Growth;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Everything goes wrong at every step of a cloud's protocol, and nothing that was acknowledged is
 * lost: {@value #SHORT} runs, or {@value #LONG} with {@code -Dccm.long=true}. One run alone by
 * {@code -Dccm.seed=7}. A class for each cloud, because a process has room for one gateway.
 */
public abstract class CloudFaults {
    private static final int SHORT = 25;
    private static final int LONG = 500;
    private static final boolean ALL = Boolean.getBoolean("ccm.long");

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final String cloud;

    CloudFaults(String cloud) {
        this.cloud = cloud;
    }

    @Test
    public void nothingIsLostAndTheShadowConverges() throws Exception {
        Path place = folder.newFolder(cloud).toPath();
        CloudTarget target = CloudTarget.start(cloud, place.resolve("cloud"));
        try (CloudSite site = new CloudSite(target, place)) {
            FaultCampaign campaign = new FaultCampaign(site.ready(), ALL);
            Long seed = Long.getLong("ccm.seed");
            if (seed != null) {
                campaign.run(seed);
            } else {
                runAll(campaign, new Growth(target.runs(ALL ? LONG : SHORT)));
            }
        }
    }

    private void runAll(FaultCampaign campaign, Growth growth) throws Exception {
        for (int run = 0; run < growth.steps(); run++) {
            campaign.run(run);
            growth.step();
        }
        System.out.printf("faults: %s: %s%n", cloud, campaign.figures());
        System.out.printf("faults: %s: %s%n", cloud, growth);
        if (ALL) { // a few runs are no measure
            growth.check();
        }
    }
}
