package ccm.sim.cloud.witness;

import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The emulated IoT Core as usual libraries for tokens and MQTT see it; its own SDK is no more. */
@Tag("peers")
@ExtendWith(Quiet.class)
class GcpPeersTest {
    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> gcp() throws Exception {
        try (GcpEmulator cloud = GcpEmulator.start(EmulatorOptions.in(folder))) {
            cloud.skew(Duration.ZERO);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            KeyPair rsa = generator.generateKeyPair();
            cloud.add(rsa.getPublic());
            return new Witness(cloud, folder.resolve("ca.pem"))
                    .road(
                            GcpEmulator.REGION + "-mqtt.clearblade.com:8883",
                            cloud.server().port("mqtt"))
                    .knows("project", GcpEmulator.PROJECT)
                    .knows("clientId", cloud.clientId())
                    .knows("deviceKey", Files.readString(folder.resolve("device.key.pem")))
                    .knows("rsaKey", new Credential(null, rsa.getPrivate()).keyPem())
                    .knows("otherKey", Authority.create("other").client("ccm-0001").keyPem())
                    .stories();
        }
    }
}
