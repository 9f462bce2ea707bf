package ccm.ota.bundle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRuleTest {
    @ParameterizedTest
    @CsvSource({
        "1.2.3,1.2.4",
        "1.9,1.10",
        "1.2,1.2.1",
        "v1.2,2",
        "1.0-rc.1,1.0",
        "1.0-rc.1,1.0-rc.2",
        "1.0-rc.9,1.0-rc.10",
        "1.0-1,1.0-rc",
        "1.0-rc,1.0-rc.1",
        "1.0-beta,1.0-rc",
        "1.0+9,1.1+1"
    })
    void anOlderVersionIsRefused(String older, String newer) {
        FirmwareException refusal =
                assertThrows(
                        FirmwareException.class,
                        () -> VersionRule.refuseOlder(bundle(older), installed(newer)));
        assertEquals(Reason.BAD_BUNDLE, refusal.reason());
        assertTrue(refusal.getMessage().contains(older + " is older than " + newer));
        assertTrue(refusal.getMessage().contains("update.allow_downgrade"));
        assertAllowed(newer, older);
    }

    @ParameterizedTest
    @CsvSource({"1.0,1", "1.0,1.0.0", "v1.0,1.0", "1.0+a,1.0+b", "x,1.0", "1.0,x", "'',1", "1,''"})
    void versionsWithoutAnOrderAreNotOlder(String one, String other) {
        assertAllowed(one, other);
    }

    @Test
    void otherFirmwareIsNotOlder() {
        InstalledFirmware other = new InstalledFirmware("other", "9", "b", "sum");
        assertDoesNotThrow(() -> VersionRule.refuseOlder(bundle("1.0"), other));
    }

    @Test
    void theSameIsTheSameFileOrTheSameBuild() {
        Bundle bundle = bundle("1.0");
        assertTrue(VersionRule.isSame(bundle, InstalledFirmware.of(bundle)));
        assertTrue(VersionRule.isSame(bundle, installed("1.0")));
        assertFalse(VersionRule.isSame(bundle, installed("1.1")));
        Bundle unnamed = new Bundle(Manifest.NONE, "sum", Map.of());
        assertFalse(VersionRule.isSame(unnamed, new InstalledFirmware("", "", "", "other")));
        assertTrue(VersionRule.isSame(unnamed, new InstalledFirmware("", "", "", "sum")));
    }

    private static void assertAllowed(String offered, String current) {
        assertDoesNotThrow(() -> VersionRule.refuseOlder(bundle(offered), installed(current)));
    }

    private static Bundle bundle(String version) {
        return new Bundle(new Manifest("fw", "ccm_host", version, "b", ""), "this", Map.of());
    }

    private static InstalledFirmware installed(String version) {
        return new InstalledFirmware("fw", version, "b", "that");
    }
}
