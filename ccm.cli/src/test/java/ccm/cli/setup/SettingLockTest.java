package ccm.cli.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingLockTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|aws.enable|true",
                "''|aws.enable|false",
                "-aws.*,*|aws.enable|false",
                "-aws.*,*|mqtt.enable|true",
                "+AWS.enable|aws.enable|true",
                "wifi.*, aws.?nable|aws.enable|true",
                "*.enable|aws.provision.enable|true",
                "aws.enabl|aws.enable|false",
                "-aws.key,aws.*|aws.key|false",
            })
    void theFirstEntryThatFitsDecides(String acl, String path, boolean allows) {
        assertEquals(allows, new SettingLock(acl).allows(path));
    }
}
