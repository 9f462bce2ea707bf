package ccm.cloud.watson;

import ccm.testing.CloudPage;
import org.junit.jupiter.api.Test;

class WatsonRemediesTest {
    @Test
    void standOnThePageOfThisCloud() throws Exception {
        new CloudPage("watson").tells(WatsonRemedies::of);
    }
}
