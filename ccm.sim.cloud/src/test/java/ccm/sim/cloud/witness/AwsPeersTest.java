package ccm.sim.cloud.witness;

import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The emulated AWS IoT Core as AWS's own SDK for devices sees it. */
@Tag("peers")
@ExtendWith(Quiet.class)
class AwsPeersTest {
    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> aws() throws Exception {
        try (AwsEmulator cloud = AwsEmulator.start(EmulatorOptions.in(folder))) {
            cloud.authorizer("gate", "token", "open sesame");
            Authority own = cloud.server().authority();
            Authority foreign = Authority.create("somebody else");
            return new Witness(cloud, folder.resolve("ca.pem"))
                    .road(AwsEmulator.HOST + ":8883", cloud.server().port("mqtt"))
                    .road(AwsEmulator.HOST + ":443", cloud.server().port("alpn"))
                    .knows("authority", own.certificatePem())
                    .knows("foreignAuthority", foreign.certificatePem())
                    .knows("thing", cloud.identity("device"))
                    .knows("claim", cloud.identity("claim"))
                    .knows("named", cloud.thing("named"))
                    .knows("worker", cloud.thing("worker"))
                    .knows("doors", cloud.thing("doors"))
                    .knows("revoked", cloud.revoked("revoked"))
                    .knows("foreign", foreign.client("doors"))
                    .knows("unregistered", own.client("doors"))
                    .stories();
        }
    }
}
