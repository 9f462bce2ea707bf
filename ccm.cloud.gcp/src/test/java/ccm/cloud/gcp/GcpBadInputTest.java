package ccm.cloud.gcp;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.Fault;
import ccm.parts.x509.PemText;
import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What IoT Core refuses: the state that it is named by, what helps, and how often it is tried. */
@ExtendWith(Quiet.class)
class GcpBadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENT = 256 * 1024;
    private static final int CONFIG = 64 * 1024;
    private static final int DEEP = 2_000;

    @TempDir Path folder;
    private GcpEmulator cloud;

    @AfterEach
    void ends() {
        cloud.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    WRONG_KEY           | CREDENTIALS | CONNACK 4). see whether the public key of gcp.key is registered for gcp.device
                    KEY_OF_ANOTHER_KIND | CREDENTIALS | CONNACK 4). see whether the public key of gcp.key is registered for gcp.device
                    TOKEN_HAS_ENDED     | CREDENTIALS | and check this gateway's clock
                    CLOCK_A_YEAR_BEHIND | CLOCK       | its certificate is not valid yet
                    UNKNOWN_DEVICE      | CREDENTIALS | and the device allowed
                    DEVICE_WITHOUT_KEYS | CREDENTIALS | CONNACK 4). see whether the public key of gcp.key is registered for gcp.device
                    OTHER_REGISTRY      | CREDENTIALS | compare gcp.project, gcp.region and gcp.registry
                    KEY_OF_ANOTHER_CURVE| SETTINGS    | make one for RSA, or EC on P-256
                    UNKNOWN_AUTHORITY   | TLS         | of an authority that we do not know. check gcp.ca_cert
                    THROTTLED           | THROTTLED   | is not available (CONNACK 3). publish less often
                    """)
    void isNamedWithWhatHelpsAndTriedSeldom(Trouble trouble, Fault fault, String says)
            throws Exception {
        start(trouble.clock());
        Map<String, String> settings = trouble.in(this);
        long begun = System.nanoTime();
        try (Gateway gateway = new Gateway(folder, settings)) {
            CloudState told = gateway.awaitFault(fault);
            assertTrue(told.reason().contains(says), told.reason());
            eventually(() -> assertTrue(gateway.tries() >= 2));
            eventually(() -> assertTrue(gateway.state().attempts() >= 2));
            assertTrue(gateway.tries() <= most(fault, begun), gateway.states()::toString);
        }
    }

    /** Who is refused waits for minutes. */
    private static long most(Fault fault, long begun) {
        long waits = (System.nanoTime() - begun) / Duration.ofMillis(45).toNanos();
        return fault == Fault.CREDENTIALS ? 2 : 2 + waits;
    }

    /** What is wrong. */
    private enum Trouble {
        WRONG_KEY {
            @Override
            Map<String, String> in(GcpBadInputTest test) throws Exception {
                return test.with("gcp.key", test.key("EC", 256));
            }
        },
        KEY_OF_ANOTHER_KIND {
            @Override
            Map<String, String> in(GcpBadInputTest test) throws Exception {
                return test.with("gcp.key", test.key("RSA", 2048));
            }
        },
        TOKEN_HAS_ENDED {
            @Override
            Clock clock() {
                return Clock.offset(super.clock(), Duration.ofHours(2)); // tokens live for one
            }
        },
        CLOCK_A_YEAR_BEHIND {
            @Override
            Clock clock() {
                return Clock.offset(super.clock(), Duration.ofDays(365));
            }
        },
        UNKNOWN_DEVICE {
            @Override
            Map<String, String> in(GcpBadInputTest test) {
                return test.with("gcp.device", "nobody");
            }
        },
        DEVICE_WITHOUT_KEYS {
            @Override
            Map<String, String> in(GcpBadInputTest test) {
                test.cloud.forgetKeys();
                return super.settings(test);
            }
        },
        OTHER_REGISTRY {
            @Override
            Map<String, String> in(GcpBadInputTest test) {
                return test.with("gcp.registry", "other");
            }
        },
        KEY_OF_ANOTHER_CURVE {
            @Override
            Map<String, String> in(GcpBadInputTest test) throws Exception {
                return test.with("gcp.key", test.key("EC", 384));
            }
        },
        UNKNOWN_AUTHORITY {
            @Override
            Map<String, String> in(GcpBadInputTest test) {
                return test.with("gcp.ca_cert", ""); // those that Java knows
            }
        },
        THROTTLED {
            @Override
            Map<String, String> in(GcpBadInputTest test) {
                test.cloud.server().faults().add("refuse=3");
                return super.settings(test);
            }
        };

        Clock clock() {
            return Clock.systemUTC();
        }

        Map<String, String> in(GcpBadInputTest test) throws Exception {
            return settings(test);
        }

        Map<String, String> settings(GcpBadInputTest test) {
            return test.cloud.settings();
        }
    }

    @Test
    void twoWithOneIdentityAreToldApartFromABrokenLine() throws Exception {
        start(Clock.systemUTC());
        try (Gateway one = new Gateway(folder.resolve("1"), cloud.settings());
                Gateway other = new Gateway(folder.resolve("2"), cloud.settings())) {
            CloudState told = one.awaitFault(Fault.DUPLICATE);
            assertTrue(told.reason().contains("give each gateway a device"), told.reason());
            other.awaitFault(Fault.DUPLICATE);
        }
    }

    /** The engine asks before it keeps anything, and gives up what was dropped three times. */
    @Test
    void aMessageThatTheCloudNeverTakesIsNamedAndTheRestFlows() throws Exception {
        start(Clock.systemUTC());
        try (Gateway gateway = new Gateway(folder, cloud.settings()).ready()) {
            assertEquals(EVENT, gateway.connector().capabilities().maxPayload());
            CloudMessage large = new CloudMessage("big", new byte[EVENT + 1], 1, false);
            for (int i = 1; i <= 2; i++) {
                int times = i;
                eventually(() -> assertEquals(times, gateway.connections()));
                problem(gateway, large);
            }
            CloudState told = gateway.awaitFault(Fault.POLICY);
            assertTrue(told.reason().contains("right after we publish to"), told.reason());
            assertTrue(told.reason().contains("three times is in Cloud.Dead"), told.reason());
            eventually(() -> gateway.publish("t", "x", 1));
            assertEquals(1, cloud.events(0).size());
            CloudMessage foreign = new CloudMessage("/devices/other/state", new byte[1], 1, false);
            assertTrue(gateway.connector().refusal(foreign).orElse("").contains("Shadow.Report"));
            assertTrue(problem(gateway, foreign).permanent());
        }
    }

    private static CloudException problem(Gateway gateway, CloudMessage message) {
        ExecutionException problem =
                assertThrows(
                        ExecutionException.class,
                        () -> Gateway.get(gateway.connector().publish(message)));
        return (CloudException) problem.getCause();
    }

    @Test
    void aSecondStateWithinASecondIsNotSent() throws Exception {
        start(Clock.systemUTC());
        try (Gateway gateway = new Gateway(folder, cloud.settings()).ready()) {
            Gateway.get(gateway.shadow().report(tree("{\"a\":1}"), tree("{\"a\":1}")));
            ExecutionException soon =
                    assertThrows(
                            ExecutionException.class,
                            () -> Gateway.get(gateway.shadow().report(tree("{}"), tree("{}"))));
            assertEquals(Fault.THROTTLED, ((CloudException) soon.getCause()).fault());
            assertEquals(1, cloud.states());
            assertEquals(1, gateway.connections());
        }
    }

    @Test
    void anyConfigurationIsTakenForWhatItIs() throws Exception {
        start(Clock.systemUTC());
        try (Gateway gateway = new Gateway(folder, cloud.settings()).ready()) {
            cloud.configure(new byte[0]);
            cloud.configure(new byte[] {(byte) 0xff, 0});
            cloud.configure("[1]".getBytes(UTF_8));
            cloud.configure(("{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP)).getBytes(UTF_8));
            String large = "{\"a\":\"" + "x".repeat(CONFIG - 8) + "\"}";
            cloud.configure(large.getBytes(UTF_8));
            eventually(() -> assertEquals(1, gateway.changes().size()));
            assertEquals(tree(large), gateway.changes().get(0).desired());
            assertEquals(1, gateway.connections());
        }
    }

    /** The cloud ends what was let in by a token that has ended; a fresh one is let in at once. */
    @Test
    void aTokenThatEndsCostsOneConnection() throws Exception {
        start(Clock.systemUTC());
        cloud.skew(Duration.ofSeconds(1).minusHours(1)); // tokens live for an hour
        try (Gateway gateway = new Gateway(folder, cloud.settings()).ready()) {
            eventually(() -> assertTrue(kicks() > 0));
            cloud.skew(Duration.ofMinutes(10));
            eventually(() -> assertTrue(gateway.connections() >= 2));
            eventually(() -> gateway.publish("t", "x", 1));
        }
    }

    private long kicks() {
        return cloud.server().journal().of("kick").stream()
                .filter(event -> event.what().equals("its token has ended"))
                .count();
    }

    @Test
    void aDeviceWhoseKeyIsRegisteredAnewComesBack() throws Exception {
        start(Clock.systemUTC());
        try (Gateway gateway = new Gateway(folder, cloud.settings()).ready()) {
            cloud.forgetKeys();
            gateway.awaitFault(Fault.CREDENTIALS);
            Path own = folder.resolve("cloud");
            cloud.add(
                    Authority.read(own.resolve("device.crt.pem"), own.resolve("device.key.pem"))
                            .certificate()
                            .getPublicKey());
            gateway.reconnect();
            eventually(() -> assertEquals(2, gateway.connections()));
        }
    }

    private void start(Clock clock) throws Exception {
        cloud = GcpEmulator.start(EmulatorOptions.in(folder.resolve("cloud")), clock);
    }

    /** The file of a key that nobody has registered. */
    private String key(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        Path file = folder.resolve(algorithm + bits + ".pem");
        Files.writeString(file, PemText.of("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return file.toString();
    }

    private Map<String, String> with(String path, String value) {
        Map<String, String> settings = new LinkedHashMap<>(cloud.settings());
        settings.put(path, value);
        return settings;
    }

    private static ObjectNode tree(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }
}
