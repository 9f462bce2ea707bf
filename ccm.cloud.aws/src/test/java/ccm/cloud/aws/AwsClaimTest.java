package ccm.cloud.aws;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.api.config.ConfigTree;
import ccm.mqtt.SupervisedSessions;
import ccm.parts.tls.PemTls;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Fleet provisioning with the emulator, over TLS. */
@ExtendWith(Quiet.class)
class AwsClaimTest {
    private static final String NAME = "fleet-ccm-0001";

    @TempDir Path folder;
    private AwsEmulator cloud;
    private AwsClaim claim;
    private Path files;
    private final List<JsonNode> saved = new CopyOnWriteArrayList<>();
    private final AtomicInteger done = new AtomicInteger();

    @BeforeEach
    void starts() throws Exception {
        cloud = AwsEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
        files = folder.resolve("files");
    }

    @AfterEach
    void ends() {
        claim.close();
        cloud.close();
    }

    @Test
    void getsACertificateWithoutGivingTheKeyAway() throws Exception {
        AwsSettings settings = open("fleet", "");
        eventually(() -> assertEquals(1, done.get(), () -> claim.waiting().getMessage()));
        assertEquals(NAME, saved.get(0).at("/aws/thing_name").asText());
        String certificate = saved.get(0).at("/aws/cert").asText();
        String key = saved.get(0).at("/aws/key").asText();
        List<String> record = Files.readAllLines(folder.resolve("identity/aws"));
        assertTrue(record.contains("when fleet"), record::toString);
        assertTrue(record.get(2).endsWith(" " + key), record::toString);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve(key))));
        new PemTls(
                        settings.tls(new AwsSettings.Pem("", certificate, key), 8883),
                        files) // the key is that of the certificate
                .sockets();
        AwsSettings after = settings("thing_name", NAME, "cert", certificate, "key", key);
        assertFalse(new AwsClaim(after, thing(after), files, Duration.ZERO, () -> {}).needed());
    }

    @Test
    void beginsAgainAfterEveryCut() throws Exception {
        for (int step = 1; step <= 6; step++) {
            cloud.server().faults().add("drop@send,n=" + step);
        }
        cloud.server().faults().add("drop@publish,n=2");
        open("fleet", "");
        eventually(() -> assertEquals(1, done.get(), () -> claim.waiting().getMessage()));
        assertTrue(cloud.server().faults().fired() >= 2, "nothing was cut");
        assertTrue(Files.exists(files.resolve(saved.get(0).at("/aws/cert").asText())));
    }

    /** One comes after its key was given up, the next one never. */
    @Test
    void takesNoCertificateOfAnotherKey() throws Exception {
        cloud.server().faults().add("delay=800@send,n=1,topic=$aws/certificates/#");
        cloud.server().faults().add("lose@send,n=1,topic=$aws/certificates/#");
        AwsSettings settings = open("fleet", "");
        eventually(() -> assertEquals(1, done.get(), () -> claim.waiting().getMessage()));
        assertEquals(2, cloud.server().faults().fired());
        String certificate = saved.get(0).at("/aws/cert").asText();
        String key = saved.get(0).at("/aws/key").asText();
        new PemTls(settings.tls(new AwsSettings.Pem("", certificate, key), 8883), files).sockets();
    }

    @Test
    void waitsWhenAskedForLess() throws Exception {
        cloud.throttleClaims(1);
        open("fleet", "");
        eventually(() -> assertTrue(reason().contains("429 (TooManyRequests"), this::reason));
        assertEquals(Fault.THROTTLED, claim.waiting().fault());
        eventually(() -> assertEquals(1, done.get(), this::reason));
    }

    /** The thing connects by the same id, and would be thrown out again and again. */
    @Test
    void hangsUpWhenItIsDone() throws Exception {
        open("fleet", "");
        eventually(() -> assertEquals(1, done.get(), this::reason));
        eventually(() -> assertEquals(0, cloud.server().connections()));
    }

    @Test
    void saysWhatTheTemplateRefuses() throws Exception {
        open("fleet", "{\"Other\":\"${device.id}\"}");
        eventually(() -> assertTrue(reason().contains("InvalidParameters"), this::reason));
        assertTrue(reason().contains("check provision.template"), this::reason);
        assertEquals(Fault.CREDENTIALS, claim.waiting().fault());
    }

    @Test
    void saysThatTheParametersAreNone() throws Exception {
        open("fleet", "[1]");
        eventually(() -> assertTrue(reason().contains("is no JSON object"), this::reason));
    }

    @Test
    void tellsTheCloudWhyThereIsNoCertificateYet() throws Exception {
        AwsSettings settings = settings();
        claim = new AwsClaim(settings, thing(settings), files, Duration.ofMillis(200), () -> {});
        CloudException why =
                assertThrows(
                        CloudException.class,
                        () -> new AwsEndpoint(settings, thing(settings), files, claim).connect());
        assertTrue(why.getMessage().startsWith("aws.provision: waits for ccm.mqtt"));
    }

    private String reason() {
        return claim.waiting().getMessage();
    }

    private AwsSettings open(String template, String parameters) {
        AwsSettings settings =
                settings("provision.template", template, "provision.parameters", parameters);
        claim =
                new AwsClaim(
                        settings,
                        thing(settings),
                        files,
                        Duration.ofMillis(500),
                        done::incrementAndGet);
        claim.tree(tree());
        claim.open(new SupervisedSessions());
        return settings;
    }

    private static Thing thing(AwsSettings settings) {
        return Thing.of(Things.DEVICE, settings);
    }

    private AwsSettings settings(Object... more) {
        Object[] own = {
            "server", cloud.settings().get("aws.server"),
            "ca_cert", cloud.file("ca.pem").toString(),
            "provision.cert", cloud.file("claim.crt.pem").toString(),
            "provision.key", cloud.file("claim.key.pem").toString(),
            "provision.template", "fleet",
            "reconnect_timeout_min", 0.05,
            "reconnect_timeout_max", 0.2
        };
        Object[] all = new Object[own.length + more.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(more, 0, all, own.length, more.length);
        return Things.settings(all);
    }

    /** A tree that only saves. */
    private ConfigTree tree() {
        return (ConfigTree)
                Proxy.newProxyInstance(
                        ConfigTree.class.getClassLoader(),
                        new Class<?>[] {ConfigTree.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("setAndSave")) {
                                saved.add((JsonNode) arguments[0]);
                                return null;
                            }
                            return switch (method.getName()) {
                                case "equals" -> proxy == arguments[0];
                                case "hashCode" -> 1;
                                default ->
                                        throw new UnsupportedOperationException(method.getName());
                            };
                        });
    }
}
