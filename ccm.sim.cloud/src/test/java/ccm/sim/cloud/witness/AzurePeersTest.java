package ccm.sim.cloud.witness;

import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.azure.Enrollment;
import ccm.sim.cloud.azure.HubAccess;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The emulated Azure as Azure's own SDKs for devices and their provisioning see it. */
@Tag("peers")
@ExtendWith(Quiet.class)
class AzurePeersTest {
    private static final String SERVICE = "global.azure-devices-provisioning.net";

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> azure() throws Exception {
        try (AzureEmulator cloud = AzureEmulator.start(EmulatorOptions.in(folder))) {
            Witness witness =
                    new Witness(cloud, folder.resolve("ca.pem"))
                            .road(AzureEmulator.HOST + ":8883", cloud.server().port())
                            .road(AzureEmulator.HOST + ":443", cloud.server().port())
                            .road(SERVICE + ":8883", cloud.service().port())
                            .road(SERVICE + ":443", cloud.service().port());
            certificates(cloud, witness);
            enrollments(cloud, witness);
            return witness.stories();
        }
    }

    private static void certificates(AzureEmulator cloud, Witness witness) {
        Authority foreign = Authority.create("somebody else");
        Credential print = foreign.client("x509-print");
        cloud.register(
                "x509-print", HubAccess.byThumbprints(Credential.fingerprint(print.certificate())));
        cloud.register("x509-signed", HubAccess.byAuthority());
        witness.knows("foreignAuthority", foreign.certificatePem())
                .knows("foreign", foreign.client("x509-signed"))
                .knows("print", print)
                .knows("signed", cloud.certificate("x509-signed"));
    }

    private static void enrollments(AzureEmulator cloud, Witness witness) {
        HubAccess own = HubAccess.byKeys();
        HubAccess group = HubAccess.byKeys();
        Enrollment single = Enrollment.individual(own);
        cloud.provisioning(0, 1);
        cloud.enroll("dps-own", single.device("own-device"));
        cloud.enroll("dps-failed", single.state(Enrollment.State.FAILED));
        cloud.enroll("dps-disabled", single.state(Enrollment.State.DISABLED));
        cloud.enroll("dps-x509", Enrollment.individual(HubAccess.byAuthority()));
        cloud.enroll("*", Enrollment.group(group));
        witness.knows("scope", AzureEmulator.SCOPE)
                .knows("ownKey", own.keys().get(0))
                .knows("groupKey", group.keys().get(0))
                .knows("dps", cloud.certificate("dps-x509"));
    }
}
