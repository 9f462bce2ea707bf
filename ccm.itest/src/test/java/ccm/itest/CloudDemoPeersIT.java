package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** The demo of each cloud: telemetry goes up, and the shadow switches the light of the host. */
public class CloudDemoPeersIT {
    private static final Pattern END =
            Pattern.compile("demo: (\\d+) published, (\\d+) received, 0 lost");
    private static final String ON = "{\"method\":\"Shadow.Delta\",\"params\":{\"on\":true}}";

    @Test
    public void theShadowSwitchesTheLightAndNothingIsLost() throws Exception {
        for (String cloud : List.of("aws", "azure", "gcp", "mdash", "watson")) {
            CcmCommand.Result demo =
                    new CcmCommand().run("demo", "--cloud", cloud, "--seconds", "6");
            String said = cloud + ": " + demo.out() + demo.err();
            assertEquals(said, 0, demo.status());
            assertTrue(said, demo.out().contains("<- " + ON));
            Matcher end = END.matcher(demo.out());
            assertTrue(said, end.find());
            assertTrue(said, Integer.parseInt(end.group(1)) > 0);
            assertEquals(said, end.group(1), end.group(2));
        }
    }
}
