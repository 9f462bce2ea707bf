package ccm.sim.cloud.witness;

import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.azure.Enrollment;
import ccm.sim.cloud.azure.HubAccess;
import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The emulated clouds as the SDKs of their vendors see them, all at the same time. Of mDash there
 * is no SDK, and that of Google is no more: usual libraries take their place.
 */
@Tag("peers")
@ExtendWith(Quiet.class)
class VendorsPeersTest {
    private static final String PROVISIONING = "global.azure-devices-provisioning.net";
    private static final int RSA_BITS = 2_048;

    @TempDir Path folder;

    @TestFactory
    List<DynamicNode> vendors() throws Exception {
        try (AwsEmulator aws = AwsEmulator.start(in("aws"));
                AzureEmulator azure = AzureEmulator.start(in("azure"));
                GcpEmulator gcp = GcpEmulator.start(in("gcp"));
                MdashEmulator mdash = MdashEmulator.start(in("mdash"));
                WatsonEmulator watson = WatsonEmulator.start(in("watson"))) {
            List<Witness> witnesses = List.of(of(aws), of(azure), of(gcp), of(mdash), of(watson));
            for (Witness witness : witnesses) {
                witness.begin();
            }
            List<DynamicNode> ends = new ArrayList<>();
            for (Witness witness : witnesses) {
                ends.add(witness.end());
            }
            return ends;
        }
    }

    private EmulatorOptions in(String name) {
        return EmulatorOptions.in(folder.resolve(name));
    }

    private Path file(String cloud, String name) {
        return folder.resolve(cloud).resolve(name);
    }

    private Witness of(AwsEmulator cloud) throws IOException {
        cloud.authorizer("gate", "token", "open sesame");
        Authority own = cloud.server().authority();
        Authority foreign = Authority.create("somebody else");
        return new Witness(cloud, file("aws", "ca.pem"))
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
                .knows("unregistered", own.client("doors"));
    }

    private Witness of(AzureEmulator cloud) {
        Authority foreign = Authority.create("somebody else");
        Credential print = foreign.client("x509-print");
        cloud.register(
                "x509-print", HubAccess.byThumbprints(Credential.fingerprint(print.certificate())));
        cloud.register("x509-signed", HubAccess.byAuthority());
        Witness witness =
                new Witness(cloud, file("azure", "ca.pem"))
                        .road(AzureEmulator.HOST + ":8883", cloud.server().port())
                        .road(AzureEmulator.HOST + ":443", cloud.server().port())
                        .road(PROVISIONING + ":8883", cloud.service().port())
                        .road(PROVISIONING + ":443", cloud.service().port())
                        .knows("foreignAuthority", foreign.certificatePem())
                        .knows("foreign", foreign.client("x509-signed"))
                        .knows("print", print)
                        .knows("signed", cloud.certificate("x509-signed"));
        enroll(cloud, witness);
        return witness;
    }

    private static void enroll(AzureEmulator cloud, Witness witness) {
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

    private Witness of(GcpEmulator cloud) throws IOException, GeneralSecurityException {
        cloud.skew(Duration.ZERO);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        KeyPair rsa = generator.generateKeyPair();
        cloud.add(rsa.getPublic());
        return new Witness(cloud, file("gcp", "ca.pem"))
                .road(GcpEmulator.REGION + "-mqtt.clearblade.com:8883", cloud.server().port("mqtt"))
                .knows("project", GcpEmulator.PROJECT)
                .knows("clientId", cloud.clientId())
                .knows("deviceKey", Files.readString(file("gcp", "device.key.pem")))
                .knows("rsaKey", new Credential(null, rsa.getPrivate()).keyPem())
                .knows("otherKey", Authority.create("other").client("ccm-0001").keyPem());
    }

    private Witness of(MdashEmulator cloud) {
        return new Witness(cloud, file("mdash", "ca.pem"))
                .road(MdashEmulator.HOST + ":443", cloud.server().port())
                .knows("token", cloud.token())
                .knows("apiKey", cloud.apiKey());
    }

    private Witness of(WatsonEmulator cloud) {
        return new Witness(cloud, file("watson", "ca.pem"))
                .road(WatsonEmulator.HOST + ":8883", cloud.server().port("mqtt"))
                .knows("token", cloud.token())
                .knows("apiKey", WatsonEmulator.API_KEY)
                .knows("apiToken", cloud.apiToken());
    }
}
