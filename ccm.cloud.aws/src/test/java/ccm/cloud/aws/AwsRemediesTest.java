package ccm.cloud.aws;

import ccm.testing.CloudPage;
import org.junit.jupiter.api.Test;

class AwsRemediesTest {
    @Test
    void standOnThePageOfThisCloud() throws Exception {
        new CloudPage("aws").tells(AwsRemedies.values());
    }
}
