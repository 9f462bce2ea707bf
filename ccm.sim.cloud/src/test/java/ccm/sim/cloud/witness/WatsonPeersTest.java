package ccm.sim.cloud.witness;

import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The emulated Watson IoT Platform as IBM's own SDK for devices and applications sees it. */
@Tag("peers")
@ExtendWith(Quiet.class)
class WatsonPeersTest {
    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> watson() throws Exception {
        try (WatsonEmulator cloud = WatsonEmulator.start(EmulatorOptions.in(folder))) {
            return new Witness(cloud, folder.resolve("ca.pem"))
                    .road(WatsonEmulator.HOST + ":8883", cloud.server().port("mqtt"))
                    .knows("token", cloud.token())
                    .knows("apiKey", WatsonEmulator.API_KEY)
                    .knows("apiToken", cloud.apiToken())
                    .stories();
        }
    }
}
