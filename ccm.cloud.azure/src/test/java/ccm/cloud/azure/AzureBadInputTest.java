package ccm.cloud.azure;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.Fault;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.azure.HubAccess;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
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

/** What a hub refuses: the state that it is named by, what helps, and how often it is tried. */
@ExtendWith(Quiet.class)
class AzureBadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WRONG = HubAccess.newKey();
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir Path folder;
    private AzureEmulator hub;

    @AfterEach
    void ends() {
        hub.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    WRONG_KEY               | CREDENTIALS | not authorized (CONNACK 5). compare azure.cs with the device's connection string
                    UNKNOWN_DEVICE          | CREDENTIALS | not authorized (CONNACK 5). compare azure.cs with
                    DISABLED_DEVICE         | CREDENTIALS | see whether the device is enabled
                    CLOCK_HOURS_BEHIND      | CREDENTIALS | and check this gateway's clock
                    CLOCK_A_YEAR_BEHIND     | CLOCK       | its certificate is not valid yet
                    CERTIFICATE_OF_ANOTHER  | CREDENTIALS | see whether the hub knows azure.device_id by the certificate in azure.cert
                    KEY_OF_ANOTHER          | SETTINGS    | azure.key:
                    UNKNOWN_AUTHORITY       | TLS         | of an authority that we do not know. check azure.ca_cert
                    THROTTLED               | THROTTLED   | is not available (CONNACK 3). publish less often, or add units to the hub
                    WRONG_GROUP_KEY         | CREDENTIALS | compare azure.dps.id_scope, azure.dps.registration_id and the key with the enrollment
                    """)
    void isNamedWithWhatHelpsAndTriedSeldom(Trouble trouble, Fault fault, String says)
            throws Exception {
        hub = AzureEmulator.start(EmulatorOptions.in(folder.resolve("cloud")), trouble.clock());
        Map<String, String> settings = trouble.in(this);
        long begun = System.nanoTime();
        try (Gateway gateway = new Gateway(folder, settings)) {
            CloudState told = gateway.awaitFault(fault);
            assertTrue(told.reason().contains(says.stripLeading()), told.reason());
            assertFalse(told.reason().contains(WRONG), "tells no key");
            eventually(() -> assertTrue(gateway.tries() >= 2));
            assertTrue(gateway.tries() <= most(fault, begun), gateway.states()::toString);
        }
    }

    /** As the reference of the house has it: who is refused waits for minutes. */
    private static long most(Fault fault, long begun) {
        long waits = (System.nanoTime() - begun) / Duration.ofMillis(45).toNanos();
        return fault == Fault.CREDENTIALS ? 2 : 2 + waits;
    }

    /** What is wrong. */
    private enum Trouble {
        WRONG_KEY {
            @Override
            Map<String, String> in(AzureBadInputTest test) {
                return test.with("azure.cs", test.cs().replaceAll("Key=.*", "Key=" + WRONG));
            }
        },
        UNKNOWN_DEVICE {
            @Override
            Map<String, String> in(AzureBadInputTest test) {
                Map<String, String> settings = test.hub.settings();
                test.hub.delete(Gateway.ID);
                return settings;
            }
        },
        DISABLED_DEVICE {
            @Override
            Map<String, String> in(AzureBadInputTest test) {
                test.hub.enable(Gateway.ID, false);
                return test.hub.settings();
            }
        },
        CLOCK_HOURS_BEHIND {
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
        CERTIFICATE_OF_ANOTHER {
            @Override
            Map<String, String> in(AzureBadInputTest test) throws Exception {
                test.hub.register(Gateway.ID, HubAccess.byAuthority());
                return test.certified("another", "another");
            }
        },
        KEY_OF_ANOTHER {
            @Override
            Map<String, String> in(AzureBadInputTest test) throws Exception {
                test.hub.register(Gateway.ID, HubAccess.byAuthority());
                return test.certified(Gateway.ID, "another");
            }
        },
        UNKNOWN_AUTHORITY {
            @Override
            Map<String, String> in(AzureBadInputTest test) {
                return test.with("azure.ca_cert", ""); // those that Java knows
            }
        },
        THROTTLED {
            @Override
            Map<String, String> in(AzureBadInputTest test) {
                test.hub.server().faults().add("refuse=3");
                return test.hub.settings();
            }
        },
        WRONG_GROUP_KEY {
            @Override
            Map<String, String> in(AzureBadInputTest test) {
                Map<String, String> settings = test.hub.provisionedSettings();
                settings.put("azure.dps.group_key", WRONG);
                return settings;
            }
        };

        Clock clock() {
            return Clock.systemUTC();
        }

        Map<String, String> in(AzureBadInputTest test) throws Exception {
            return test.hub.settings();
        }
    }

    @Test
    void twoWithOneIdentityAreToldApartFromABrokenLine() throws Exception {
        hub = AzureEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
        try (Gateway one = new Gateway(folder.resolve("1"), hub.settings());
                Gateway other = new Gateway(folder.resolve("2"), hub.settings())) {
            CloudState told = one.awaitFault(Fault.DUPLICATE);
            String says =
                    "somebody else connects as " + Gateway.ID + ". give each gateway a device";
            assertTrue(told.reason().contains(says), told.reason());
            other.awaitFault(Fault.DUPLICATE);
        }
    }

    @Test
    void aTokenThatEndsCostsOneConnection() throws Exception {
        hub = AzureEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
        try (Gateway gateway = new Gateway(folder, hub.settings()).ready()) {
            hub.server().expire();
            eventually(() -> assertEquals(2, gateway.connections()));
            gateway.publish("t", "x", 1);
            assertEquals(2, gateway.tries());
        }
    }

    @Test
    void aDeviceThatIsDisabledAndEnabledComesBack() throws Exception {
        hub = AzureEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
        try (Gateway gateway = new Gateway(folder, hub.settings()).ready()) {
            hub.enable(Gateway.ID, false);
            gateway.awaitFault(Fault.CREDENTIALS);
            hub.enable(Gateway.ID, true);
            gateway.reconnect();
            eventually(() -> assertEquals(2, gateway.connections()));
        }
    }

    @Test
    void aTwinThatIsThrottledIsLeftAloneForAsLongAsTheHubAsks() throws Exception {
        hub = AzureEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
        try (Gateway gateway = new Gateway(folder, hub.settings()).ready()) {
            hub.refuseTwins(1, 429, 240);
            CloudException first = refused(gateway);
            assertEquals(Fault.THROTTLED, first.fault());
            assertTrue(first.getMessage().contains("wait " + LONG.toSeconds() + " s"));
            assertEquals(Fault.THROTTLED, refused(gateway).fault(), "without asking the hub");
            gateway.publish("t", "x", 1);
            assertEquals(1, hub.telemetry(0).size(), "the rest flows");
        }
    }

    @Test
    void aTwinThatBeginsAnewIsReadAnew() throws Exception {
        hub = AzureEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
        HubAccess access = hub.access(Gateway.ID);
        try (Gateway gateway = new Gateway(folder, hub.settings()).ready()) {
            Gateway.get(gateway.shadow().report(tree("{\"on\":true}"), tree("{}")));
            hub.delete(Gateway.ID);
            gateway.awaitFault(Fault.CREDENTIALS);
            hub.register(Gateway.ID, access);
            gateway.reconnect();
            eventually(() -> assertEquals(2, gateway.connections()));
            assertEquals(tree("{}"), Gateway.get(gateway.shadow().get()).reported().orElseThrow());
        }
    }

    private static CloudException refused(Gateway gateway) {
        ExecutionException problem =
                assertThrows(
                        ExecutionException.class,
                        () -> Gateway.get(gateway.shadow().report(tree("{\"a\":1}"), tree("{}"))));
        return (CloudException) problem.getCause();
    }

    private String cs() {
        return hub.settings().get("azure.cs");
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> settings = new LinkedHashMap<>(hub.settings());
        settings.put(name, value);
        return settings;
    }

    /** Shows a certificate of one device with the key of another. */
    private Map<String, String> certified(String device, String key) throws Exception {
        Path certificate = folder.resolve("shown.crt.pem");
        Path pair = folder.resolve("shown.key.pem");
        Credential shown = hub.certificate(device);
        shown.write(certificate, pair);
        if (!key.equals(device)) {
            hub.certificate(key).write(folder.resolve("unused.crt.pem"), pair);
        }
        Map<String, String> settings = with("azure.cert", certificate.toString());
        settings.put("azure.key", pair.toString());
        return settings;
    }

    private static ObjectNode tree(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json.getBytes(UTF_8));
    }
}
