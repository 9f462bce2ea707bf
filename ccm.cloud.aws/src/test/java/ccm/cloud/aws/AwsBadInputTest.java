package ccm.cloud.aws;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.Fault;
import ccm.parts.wire.Json;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS refuses: the state that it is named by, what helps, and how often it is tried. */
@ExtendWith(Quiet.class)
class AwsBadInputTest {
    private static final String WRONG = "not-the-token";

    @TempDir Path folder;
    private AwsEmulator cloud;

    @AfterEach
    void ends() {
        cloud.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    KEY_OF_ANOTHER          | SETTINGS    | aws.key:
                    CERTIFICATE_OF_ANOTHER  | CREDENTIALS | refuses us (CONNACK 7). attach a policy that allows iot:Connect as aws.thing_name
                    NO_POLICY               | CREDENTIALS | refuses us (CONNACK 7). attach a policy
                    WRONG_TOKEN             | CREDENTIALS | refuses us (CONNACK 7). compare aws.authorizer_name, aws.token_key, aws.token
                    CLOCK_A_YEAR_BEHIND     | CLOCK       | its certificate is not valid yet
                    UNKNOWN_AUTHORITY       | TLS         | of an authority that we do not know. check aws.ca_cert
                    THROTTLED               | THROTTLED   | is not available (CONNACK 3). connect and publish less often
                    FORBIDDEN_SUBSCRIPTION  | POLICY      | right after we subscribe to $aws/things/ccm-0001/
                    """)
    void isNamedWithWhatHelpsAndTriedSeldom(Trouble trouble, Fault fault, String says)
            throws Exception {
        cloud = AwsEmulator.start(EmulatorOptions.in(folder.resolve("cloud")), trouble.clock());
        Map<String, String> settings = trouble.in(this);
        long begun = System.nanoTime();
        try (Gateway gateway = new Gateway(folder, settings)) {
            CloudState told = gateway.awaitFault(fault);
            assertTrue(told.reason().contains(says), told.reason());
            assertFalse(told.reason().contains(WRONG), "tells no secret");
            eventually(() -> assertTrue(gateway.tries() >= 2));
            long waits = (System.nanoTime() - begun) / Duration.ofMillis(45).toNanos();
            assertTrue(gateway.tries() <= 2 + waits, gateway.states()::toString);
        }
    }

    /** What is wrong. */
    private enum Trouble {
        KEY_OF_ANOTHER {
            @Override
            Map<String, String> in(AwsBadInputTest test) {
                return test.with("aws.key", test.cloud.file("claim.key.pem").toString());
            }
        },
        CERTIFICATE_OF_ANOTHER {
            @Override
            Map<String, String> in(AwsBadInputTest test) throws Exception {
                Credential other = test.cloud.thing("another");
                Path certificate = test.folder.resolve("other.crt.pem");
                Path key = test.folder.resolve("other.key.pem");
                other.write(certificate, key);
                Map<String, String> settings = test.with("aws.cert", certificate.toString());
                settings.put("aws.key", key.toString());
                return settings;
            }
        },
        NO_POLICY {
            @Override
            Map<String, String> in(AwsBadInputTest test) {
                test.cloud.policy(tree("{\"Statement\":[]}"));
                return test.cloud.settings();
            }
        },
        WRONG_TOKEN {
            @Override
            Map<String, String> in(AwsBadInputTest test) {
                test.cloud.authorizer("mine", "t", "the right one");
                return test.authorized(WRONG);
            }
        },
        CLOCK_A_YEAR_BEHIND {
            @Override
            Clock clock() {
                return Clock.offset(super.clock(), Duration.ofDays(365));
            }
        },
        UNKNOWN_AUTHORITY {
            @Override
            Map<String, String> in(AwsBadInputTest test) {
                return test.with("aws.ca_cert", ""); // those that Java knows
            }
        },
        THROTTLED {
            @Override
            Map<String, String> in(AwsBadInputTest test) {
                test.cloud.server().faults().add("refuse=3");
                return test.cloud.settings();
            }
        },
        FORBIDDEN_SUBSCRIPTION {
            @Override
            Map<String, String> in(AwsBadInputTest test) {
                test.cloud.policy(denied("iot:Subscribe", "topicfilter/$aws/*"));
                return test.cloud.settings();
            }
        };

        Clock clock() {
            return Clock.systemUTC();
        }

        Map<String, String> in(AwsBadInputTest test) throws Exception {
            return test.cloud.settings();
        }
    }

    @Test
    void aTopicThatThePolicyForbidsIsNamedAndTheRestFlows() throws Exception {
        starts();
        cloud.policy(denied("iot:Publish", "topic/secret"));
        try (Gateway gateway = new Gateway(folder, cloud.settings())) {
            for (int i = 1; i <= 3; i++) { // then ccm.cloud sets it aside
                int times = i;
                eventually(() -> assertEquals(times, gateway.connections()));
                assertThrows(ExecutionException.class, () -> gateway.publish("secret", "x", 1));
            }
            CloudState told = gateway.awaitFault(Fault.POLICY);
            String says = "right after we publish to secret. allow it in the thing's policy";
            assertTrue(told.reason().contains(says), told.reason());
            eventually(() -> gateway.publish("open", "x", 1));
        }
    }

    @Test
    void twoWithOneIdentityAreToldApartFromABrokenLine() throws Exception {
        starts();
        try (Gateway one = new Gateway(folder.resolve("1"), cloud.settings());
                Gateway other = new Gateway(folder.resolve("2"), cloud.settings())) {
            CloudState told = one.awaitFault(Fault.DUPLICATE);
            String says = "connects as " + Gateway.ID + ". give each gateway a thing of its own";
            assertTrue(told.reason().contains(says), told.reason());
            other.awaitFault(Fault.DUPLICATE);
        }
    }

    @Test
    void aCertificateThatIsRevokedAndActivatedComesBack() throws Exception {
        starts();
        try (Gateway gateway = new Gateway(folder, cloud.settings()).ready()) {
            cloud.revoke(true);
            cloud.server().restart(0); // who is in stays in until then
            String says = "see whether the certificate in aws.cert is of this account and active";
            eventually(() -> assertTrue(gateway.state().reason().contains(says)));
            cloud.revoke(false);
            eventually(() -> assertEquals(2, gateway.connections()));
        }
    }

    @Test
    void aCustomAuthorizerLetsItIn() throws Exception {
        starts();
        cloud.authorizer("mine", "t", "the right one");
        try (Gateway gateway = new Gateway(folder, authorized("the right one")).ready()) {
            Gateway.get(gateway.connector().subscribe("t", 1));
            gateway.publish("t", "x", 1);
            eventually(() -> assertEquals("t x", gateway.messages().get(0)));
            Gateway.get(gateway.shadow().report(tree("{\"on\":true}"), tree("{}")));
        }
    }

    @Test
    void aVersionThatIsOldIsRefusedOnceAndNamed() throws Exception {
        starts();
        try (Gateway gateway = new Gateway(folder, cloud.settings()).ready()) {
            ObjectNode state = tree("{\"reported\":{\"on\":true}}");
            Gateway.get(gateway.shadow().update(state, Optional.empty()));
            ExecutionException problem =
                    assertThrows(
                            ExecutionException.class,
                            () -> Gateway.get(gateway.shadow().update(state, Optional.of(7L))));
            CloudException refused = (CloudException) problem.getCause();
            assertTrue(refused.permanent());
            assertTrue(refused.getMessage().contains("409"), refused::getMessage);
            assertTrue(refused.getMessage().contains("read the shadow again"));
        }
    }

    private void starts() throws Exception {
        cloud = AwsEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> settings = new LinkedHashMap<>(cloud.settings());
        settings.put(name, value);
        return settings;
    }

    private Map<String, String> authorized(String token) {
        Map<String, String> settings =
                with("aws.server", "localhost:" + cloud.server().port("alpn"));
        settings.keySet().removeAll(List.of("aws.cert", "aws.key"));
        settings.putAll(
                Map.of("aws.authorizer_name", "mine", "aws.token_key", "t", "aws.token", token));
        return settings;
    }

    private static ObjectNode denied(String action, String resource) {
        return tree(
                """
                {"Statement":[
                  {"Effect":"Allow","Action":"iot:*","Resource":"*"},
                  {"Effect":"Deny","Action":"%s","Resource":"arn:aws:iot:r:a:%s"}]}
                """
                        .formatted(action, resource));
    }

    private static ObjectNode tree(String text) {
        return Json.readObject(text.getBytes(UTF_8)).orElseThrow();
    }
}
