package ccm.cloud.watson;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the platform refuses, and what we do not even ask it: each is named, with what helps. */
@ExtendWith(Quiet.class)
class WatsonBadInputTest {
    @TempDir Path folder;
    private WatsonEmulator cloud;

    @BeforeEach
    void starts() throws Exception {
        cloud = WatsonEmulator.start(EmulatorOptions.in(folder));
    }

    @AfterEach
    void closes() {
        cloud.close();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    token     | wrong                 | CREDENTIALS | not authorized (CONNACK 5). see whether the device of watson.client_id is registered
                    client_id | d:ccmsim:mos:other    | CREDENTIALS | watson.token or the certificate in watson.cert is its own
                    client_id | d:others:mos:ccm-0001 | CREDENTIALS | CONNACK 5
                    client_id | ''                    | SETTINGS    | watson.client_id: is empty. write d:ORG:TYPE:DEVICE
                    client_id | ccm-0001              | SETTINGS    | watson.client_id: is "ccm-0001". write d:ORG:TYPE:DEVICE
                    client_id | d:ccm:mos:x           | SETTINGS    | "ccm" is no organization
                    client_id | d:ccmsim:a b:x        | SETTINGS    | "a b" is no type
                    client_id | d:ccmsim:mos:ü        | SETTINGS    | is no device. the platform takes 1 to 36
                    client_id | g:ccmsim:mos:x        | SETTINGS    | that of a gateway. CCM connects as a device
                    client_id | a:ccmsim:x            | SETTINGS    | that of an application
                    host_name | ''                    | SETTINGS    | watson.host_name: is empty
                    host_name | https://x/            | SETTINGS    | watson.host_name: is "https://x/". write HOST or HOST:PORT
                    host_name | nowhere.invalid       | UNREACHABLE | nowhere.invalid:8883: the name cannot be resolved
                    token     | ''                    | SETTINGS    | watson.token: is empty. set the token
                    ca_cert   | none.pem              | SETTINGS    | watson.ca_cert:
                    ca_cert   | ''                    | TLS         | check watson.ca_cert, and proxies between
                    cert      | none.pem              | SETTINGS    | watson.cert:
                    """)
    void isNamedWithWhatHelps(String setting, String value, Fault fault, String says) {
        faulty(with(Map.of("watson." + setting, value)), fault, says.strip());
    }

    @Test
    void namesTheCertificateOfAnother() throws Exception {
        Credential other = cloud.server().authority().client("d:mos:other");
        other.write(folder.resolve("other.crt.pem"), folder.resolve("other.key.pem"));
        Map<String, String> settings = cloud.certificateSettings();
        settings.put("watson.cert", folder.resolve("other.crt.pem").toString());
        settings.put("watson.key", folder.resolve("other.key.pem").toString());
        faulty(settings, Fault.CREDENTIALS, "the certificate in watson.cert is its own");
        settings.put("watson.key", folder.resolve("device.key.pem").toString());
        faulty(settings, Fault.SETTINGS, "watson.key:");
        cloud.needBoth(true);
        faulty(cloud.settings(), Fault.CREDENTIALS, "an organization may want both");
    }

    @Test
    void waitsWhenThePlatformWantsLess() throws Exception {
        cloud.server().faults().add("refuse=3,times=2");
        faulty(cloud.settings(), Fault.THROTTLED, "(CONNACK 3). publish less often");
        cloud.server().faults().clear();
        try (TestGateway gateway = gateway().ready()) {
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int i = 0; i < 24; i += 8) { // faster than its ten a second
                for (int j = 0; j < 8; j++) {
                    sent.add(send(gateway, "t", i + j + ""));
                }
                for (CompletableFuture<Void> each : sent) {
                    TestGateway.get(each);
                }
            }
            assertEquals(24, cloud.events(0).size());
            assertFalse(cloud.server().journal().of("throttled").isEmpty());
            assertEquals(1, gateway.connections());
        }
    }

    @Test
    void refusesWhatThePlatformWouldCloseFor() throws Exception {
        try (TestGateway gateway = gateway().ready()) {
            assertEquals(131_072, gateway.connector().capabilities().maxPayload());
            assertFalse(gateway.connector().capabilities().retain());
            gateway.publish("big", "x".repeat(131_072), 1);
            says(gateway, "iotdm-1/x", "is not ours to publish on");
            says(gateway, "iot-2/cmd/x/fmt/json", "is not ours to publish on");
            says(gateway, "a/b c", "has \" \", which no event has");
            says(gateway, "state", "is the event of the shadow. use Shadow.Report");
            says(gateway, "iot-2/evt/state/fmt/json", "is the event of the shadow");
            assertTrue(gateway.connector().refusal("iot-2/evt/x/fmt/json").isPresent());
            assertTrue(gateway.connector().refusal("iotdm-1/#").isPresent());
            assertTrue(gateway.connector().refusal("iot-2/cmd/+/fmt/json").isEmpty());
            String large = "x".repeat(131_072);
            assertTrue(
                    gateway.shadow()
                            .refusal(
                                    JsonNodeFactory.instance.objectNode(),
                                    JsonNodeFactory.instance.objectNode().put("a", large))
                            .orElseThrow()
                            .contains("131072"));
            assertTrue(
                    gateway.shadow()
                            .refusal(
                                    JsonNodeFactory.instance.arrayNode(),
                                    JsonNodeFactory.instance.objectNode())
                            .isPresent());
            assertEquals(1, gateway.connections());
        }
    }

    /** A message that costs the connection again and again, whatever the reason. */
    @Test
    void namesATopicThatItIsDroppedFor() throws Exception {
        cloud.server().faults().add("drop@publish,topic=iot-2/evt/bad/fmt/+");
        try (TestGateway gateway = gateway().ready()) {
            for (int i = 1; i <= 2; i++) {
                int connection = i;
                eventually(() -> assertEquals(connection, gateway.connections()));
                CompletableFuture<Void> sent = send(gateway, "bad", "1");
                assertThrows(ExecutionException.class, () -> TestGateway.get(sent));
            }
            eventually(
                    () ->
                            assertTrue(
                                    gateway.states().stream()
                                            .anyMatch(
                                                    each ->
                                                            each.fault() == Fault.POLICY
                                                                    && each.reason()
                                                                            .contains(
                                                                                    "iot-2/evt/bad"))));
            gateway.awaitReady();
            gateway.publish("good", "1", 1);
        }
    }

    @Test
    void namesTheOtherWhoHasOurClientId() throws Exception {
        try (TestGateway gateway = gateway();
                TestGateway other = gateway()) {
            eventually(
                    () ->
                            assertTrue(
                                    gateway.states().stream()
                                                    .anyMatch(
                                                            each -> each.fault() == Fault.DUPLICATE)
                                            || other.states().stream()
                                                    .anyMatch(
                                                            each ->
                                                                    each.reason()
                                                                            .contains(
                                                                                    "register a device for each"))));
        }
    }

    @Test
    void wantsNothingByGarbage() throws Exception {
        try (TestGateway gateway = gateway().ready()) {
            for (String text :
                    List.of(
                            "on",
                            "",
                            "[1]",
                            "{} {}",
                            "{\"a\":".repeat(150) + "1" + "}".repeat(150),
                            "[".repeat(100_000))) {
                cloud.command("shadow-update", "json", text.getBytes(UTF_8));
            }
            cloud.command("shadow-update", "json", "{\"on\":true}".getBytes(UTF_8));
            eventually(() -> assertEquals(1, gateway.changes().size()));
            assertEquals("{\"on\":true}", gateway.changes().get(0).desired().toString());
            cloud.command("mgrpc-ccm-0001", "json", "[".repeat(100_000).getBytes(UTF_8));
            cloud.command("led", "bin", new byte[131_072]);
            eventually(() -> assertEquals(1, gateway.messages().size()));
            assertEquals(1, gateway.connections());
        }
    }

    @Test
    void doesAtQuickstartWhatIsAllowedThere() throws Exception {
        Map<String, String> settings =
                with(Map.of("watson.client_id", "d:quickstart:any:ccm-0001"));
        try (TestGateway gateway = new TestGateway(folder, settings).ready()) {
            gateway.publish("t", "1", 1);
            TestGateway.get(
                    gateway.shadow()
                            .report(
                                    JsonNodeFactory.instance.objectNode(),
                                    JsonNodeFactory.instance.objectNode()));
            eventually(() -> assertEquals(2, cloud.events(0).size()));
            assertTrue(gateway.connector().refusal("led").orElseThrow().contains("no commands"));
            assertEquals(0.5, gateway.connector().capabilities().rate());
            assertEquals(2, gateway.shadow().reportInterval().toSeconds());
            assertEquals(List.of(), cloud.server().journal().of("subscribe"));
            assertEquals(
                    "d:quickstart:any:ccm-0001 at mqtt",
                    cloud.server().journal().of("connect").get(0).what(),
                    "without a login");
            assertEquals(1, gateway.connections());
        }
    }

    private void says(TestGateway gateway, String topic, String why) {
        CloudMessage message = new CloudMessage(topic, new byte[0], 1, false);
        String refusal = gateway.connector().refusal(message).orElseThrow();
        assertTrue(refusal.contains(why), refusal);
        ExecutionException thrown =
                assertThrows(
                        ExecutionException.class,
                        () -> TestGateway.get(gateway.connector().publish(message)));
        assertTrue(((CloudException) thrown.getCause()).permanent());
    }

    private static CompletableFuture<Void> send(TestGateway gateway, String topic, String text) {
        return gateway.connector()
                .publish(new CloudMessage(topic, text.getBytes(UTF_8), 1, false))
                .toCompletableFuture();
    }

    private void faulty(Map<String, String> settings, Fault fault, String says) {
        try (TestGateway gateway = new TestGateway(folder, settings)) {
            eventually(
                    () -> {
                        assertEquals(fault, gateway.state().fault());
                        assertTrue(
                                gateway.state().reason().contains(says),
                                () -> gateway.state().reason());
                    });
            assertFalse(gateway.state().reason().contains(cloud.token()), "tells no token");
        }
    }

    private Map<String, String> with(Map<String, String> other) {
        Map<String, String> settings = new LinkedHashMap<>(cloud.settings());
        settings.putAll(other);
        return settings;
    }

    private TestGateway gateway() {
        return new TestGateway(folder, cloud.settings());
    }
}
