package ccm.parts.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The syntax of {@code conf_acl}. */
class PathAclTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *                  | mqtt.server        | true
                    ''                 | mqtt.server        | false
                    wifi.*             | wifi.sta.ssid      | true
                    wifi.*             | wifi               | false
                    wifi.*             | mqtt.server        | false
                    wifi.*,-*          | wifi.sta.ssid      | true
                    wifi.*,-*          | mqtt.server        | false
                    -debug.*,*         | debug.level        | false
                    -debug.*,*         | mqtt.server        | true
                    *,-debug.*         | debug.level        | true
                    +wifi.*            | wifi.ap.pass       | true
                    wifi.*,!*          | mqtt.server        | false
                    WIFI.sta.*         | wifi.STA.ssid      | true
                    wifi.s?a.ssid      | wifi.sta.ssid      | true
                    wifi.s?a.ssid      | wifi.sa.ssid       | false
                    *.pass             | wifi.sta.pass      | true
                    *.pass             | wifi.sta.password  | false
                    w*a.p*s            | wifi.sta.pass      | true
                    *a*b               | xa/ab              | false
                    wifi.*             | wifi.a/b           | false
                    mqtt.server        | mqtt.server        | true
                    mqtt.server        | mqtt.server2       | false
                    ' wifi.* , mqtt.*' | mqtt.server        | true
                    -                  | mqtt.server        | false
                    mqtt.**            | mqtt.server        | true
                    """)
    void theFirstEntryThatMatchesDecides(String acl, String path, boolean allowed) {
        assertEquals(allowed, new PathAcl(acl).allows(path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *           | true
                    wifi.*,*    | true
                    **          | true
                    *,-debug.*  | true
                    -debug.*,*  | false
                    wifi.*      | false
                    ''          | false
                    """)
    void isOpenWhenItDeniesNothing(String acl, boolean open) {
        assertEquals(open, new PathAcl(acl).open());
    }

    @Test
    void saysWhichEntryDenies() {
        PathAcl acl = new PathAcl("wifi.*,-mqtt.*");
        assertEquals("its entry -mqtt.* denies this path", acl.refusal("mqtt.server").orElse(""));
        assertEquals("no entry of it allows this path", acl.refusal("debug.level").orElse(""));
    }

    @Test
    void aPatternMadeToBeSlowIsNot() {
        PathAcl acl = new PathAcl("*a".repeat(1000) + "b");
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertEquals(false, acl.allows("a".repeat(4000))));
    }
}
