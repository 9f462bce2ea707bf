package ccm.cloud.azure;

import ccm.testing.CloudPage;
import org.junit.jupiter.api.Test;

class AzureRemediesTest {
    @Test
    void standOnThePageOfThisCloud() throws Exception {
        new CloudPage("azure").tells(AzureRemedies.values());
    }
}
