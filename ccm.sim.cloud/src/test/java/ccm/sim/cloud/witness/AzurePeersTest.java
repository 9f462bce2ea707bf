package ccm.sim.cloud.witness;

import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The emulated Azure as Azure's own SDK for devices sees it. */
@Tag("peers")
@ExtendWith(Quiet.class)
class AzurePeersTest {
    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> azure() throws Exception {
        try (AzureEmulator cloud = AzureEmulator.start(EmulatorOptions.in(folder))) {
            return new Witness(cloud, folder.resolve("ca.pem"))
                    .road(AzureEmulator.HOST + ":8883", cloud.server().port())
                    .road(AzureEmulator.HOST + ":443", cloud.server().port())
                    .stories();
        }
    }
}
