package ccm.sim.cloud.witness;

import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The emulated mDash as a client of its protocol sees it that shares nothing with ours. */
@Tag("peers")
@ExtendWith(Quiet.class)
class MdashPeersTest {
    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> mdash() throws Exception {
        try (MdashEmulator cloud = MdashEmulator.start(EmulatorOptions.in(folder))) {
            return new Witness(cloud, folder.resolve("ca.pem"))
                    .road(MdashEmulator.HOST + ":443", cloud.server().port())
                    .knows("token", cloud.token())
                    .knows("apiKey", cloud.apiKey())
                    .stories();
        }
    }
}
