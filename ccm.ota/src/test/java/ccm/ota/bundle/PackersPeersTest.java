package ccm.ota.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other programs pack what this one reads: create-fw-bundle, Info-ZIP, keys of OpenSSL. */
@Tag("peers")
class PackersPeersTest {
    private static final byte[] FIRMWARE = new byte[70_000];

    @TempDir Path folder;

    @BeforeEach
    void firmware() throws IOException {
        new Random(1).nextBytes(FIRMWARE);
        Arrays.fill(FIRMWARE, 1000, 30_000, (byte) -1);
        Files.write(folder.resolve("F.BIN"), FIRMWARE);
    }

    @Test
    void bundlesOfOurOwnPackerAreTakenAndTheirSignaturesCount() throws Exception {
        run("openssl ecparam -name prime256v1 -genkey -noout -out key.pem");
        run("openssl ec -in key.pem -pubout -out pub.pem");
        run("openssl ec -in key.pem -pubout -outform DER -out pub.der");
        String key = Files.readString(folder.resolve("pub.pem"));
        pack("--sign-key=key.pem");
        Bundle bundle = open(rules(key));
        assertEquals("1.2", bundle.manifest().version());
        assertEquals(0x0800_0000L, bundle.images().get("stm32").segments().get(0).address());
        assertArrayEquals(FIRMWARE, bundle.images().get("stm32").segments().get(0).data());
        pack("--compress");
        assertArrayEquals(FIRMWARE, open(rules("")).images().get("STM32").segments().get(0).data());
        FirmwareException refusal = assertThrows(FirmwareException.class, () -> open(rules(key)));
        assertEquals(Reason.BAD_SIGNATURE, refusal.reason());
    }

    @Test
    void archivesOfInfoZipAreTaken() throws Exception {
        Files.write(
                folder.resolve("manifest.json"),
                Opened.manifest("'a':{'src':'F.BIN','addr':'0x8000000'}"));
        run("zip -q fw.zip manifest.json F.BIN");
        assertArrayEquals(FIRMWARE, open(rules("")).images().get("STM32").segments().get(0).data());
        run("zip -q -e -P secret locked.zip manifest.json F.BIN");
        FirmwareException refusal =
                assertThrows(
                        FirmwareException.class,
                        () -> Bundle.open(folder.resolve("locked.zip"), rules("")));
        assertTrue(refusal.getMessage().contains("encrypted"), refusal.getMessage());
    }

    @Test
    void aFileThatIsTooLargeIsNotEvenRead() {
        BundleLimits small = new BundleLimits(FIRMWARE.length - 1, 1 << 20, 8);
        FirmwareException refusal =
                assertThrows(
                        FirmwareException.class,
                        () ->
                                Bundle.open(
                                        folder.resolve("F.BIN"),
                                        new BundleRules("x", "STM32", List.of(), 0, small)));
        assertTrue(refusal.getMessage().contains("more than 69999 bytes"), refusal.getMessage());
    }

    private Bundle open(BundleRules rules) throws FirmwareException {
        return Bundle.open(folder.resolve("fw.zip"), rules);
    }

    private static BundleRules rules(String key) {
        return new BundleRules(BundleRules.HOST, "STM32", List.of(key), -1, BundleLimits.USUAL);
    }

    private void pack(String option) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String tests = System.getProperty("surefire.test.class.path");
        command.addAll(
                List.of("-cp", tests == null ? System.getProperty("java.class.path") : tests));
        command.addAll(List.of("ccm.cli.Main", "create-fw-bundle", "-o", "fw.zip", "--name=fw"));
        command.addAll(List.of("--platform=ccm_host", "--attr", "version=1.2", option));
        command.add("host_fw:type=STM32,src=F.BIN,addr=0x8000000");
        run(command);
    }

    private void run(String command) throws Exception {
        run(List.of(command.split(" ")));
    }

    private void run(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "does not end: " + command);
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve("said")));
    }
}
