package ccm.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealing secrets with the key of the device. */
@ExtendWith(Quiet.class)
class SealTest {
    @TempDir Path folder;
    private Path keyFile;
    private Seal seal;

    @BeforeEach
    void makeSeal() {
        keyFile = folder.resolve("device.key");
        seal = new Seal(new DeviceKey(keyFile));
    }

    @Test
    void opensAgainAfterARestartAndShowsNothing() throws IOException {
        String sealed = seal.seal("mqtt.pass", "hüsh");
        assertTrue(sealed.startsWith("sealed:1:"));
        assertFalse(sealed.contains("hüsh"));
        assertNotEquals(sealed, seal.seal("mqtt.pass", "hüsh"));
        assertEquals(
                Optional.of("hüsh"), new Seal(new DeviceKey(keyFile)).open("mqtt.pass", sealed));
    }

    @Test
    void theKeyIsItsOwnersAlone() throws IOException {
        seal.seal("a", "b");
        assertEquals(32, Files.size(keyFile));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
    }

    @Test
    void doesNotOpenForAnotherSetting() throws IOException {
        assertTrue(seal.open("mqtt1.pass", seal.seal("mqtt.pass", "x")).isEmpty());
    }

    @Test
    void doesNotOpenWhenAnyByteIsChanged() throws IOException {
        byte[] good =
                Base64.getDecoder().decode(seal.seal("p", "x").substring("sealed:1:".length()));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertTrue(
                    seal.open("p", "sealed:1:" + Base64.getEncoder().encodeToString(bad)).isEmpty(),
                    "byte " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sealed:1:",
                "sealed:1:AAAA",
                "sealed:1:%%%",
                "sealed:1:AAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void doesNotOpenRubbish(String text) throws IOException {
        seal.seal("p", "x");
        assertTrue(seal.open("p", text).isEmpty());
    }

    @Test
    void withoutItsKeyNothingOpensAndNothingCrashes() throws IOException {
        String sealed = seal.seal("p", "x");
        Files.delete(keyFile);
        Seal other = new Seal(new DeviceKey(keyFile));
        assertTrue(other.open("p", sealed).isEmpty());
        assertFalse(Files.exists(keyFile)); // reading makes no key
        other.seal("p", "y");
        assertTrue(other.open("p", sealed).isEmpty());
    }

    @Test
    void aFileThatIsNoKeyIsKeptAside() throws IOException {
        Quiet.expectErrors();
        Files.writeString(keyFile, "short");
        assertEquals(Optional.of("x"), seal.open("p", seal.seal("p", "x")));
        try (var files = Files.list(folder)) {
            assertTrue(files.anyMatch(file -> file.toString().contains("device.key.bad-")));
        }
    }
}
