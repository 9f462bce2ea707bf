package ccm.cloud.gcp;

import ccm.testing.CloudPage;
import org.junit.jupiter.api.Test;

class GcpRemediesTest {
    @Test
    void standOnThePageOfThisCloud() throws Exception {
        new CloudPage("gcp").tells(GcpRemedies::of);
    }
}
