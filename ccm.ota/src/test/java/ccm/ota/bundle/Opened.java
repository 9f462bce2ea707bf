package ccm.ota.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import java.util.List;

/** Bundles of tests, and how they are opened. */
final class Opened {
    static final BundleLimits LIMITS = new BundleLimits(1 << 20, 1 << 20, 8);
    static final BundleRules RULES =
            new BundleRules(BundleRules.HOST, "STM32", List.of(), -1, LIMITS);
    static final byte[] DATA = {1, 2, 3, 4};

    private Opened() {}

    static Bundle open(byte[] file) throws FirmwareException {
        return open(file, RULES);
    }

    static Bundle open(byte[] file, BundleRules rules) throws FirmwareException {
        return new BundleReader(rules).read(file);
    }

    static FirmwareImage image(byte[] file) throws FirmwareException {
        return open(file).images().get("STM32");
    }

    /** A manifest for the host with these parts; single quotes are double ones. */
    static byte[] manifest(String parts) {
        return json("{'name':'fw','platform':'ccm_host','parts':{" + parts + "}}");
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    /** A bundle of one part, with these members, and its file. */
    static byte[] part(String members, byte[] content) {
        return new Zip()
                .stored("manifest.json", manifest("'host_fw':{'src':'F.BIN'," + members + "}"))
                .stored("F.BIN", content)
                .bytes();
    }

    static void assertRefused(byte[] file, String... expected) {
        assertRefused(Reason.BAD_BUNDLE, file, RULES, expected);
    }

    /** It is refused for that reason, in these words. */
    static void assertRefused(Reason reason, byte[] file, BundleRules rules, String... expected) {
        FirmwareException refusal = assertThrows(FirmwareException.class, () -> open(file, rules));
        for (String words : expected) {
            assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
        }
        assertEquals(reason, refusal.reason(), refusal.getMessage());
    }
}
