package ccm.mqtt;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSession;
import ccm.testing.Certificates;
import ccm.testing.Mosquitto;
import ccm.testing.Quiet;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session makes of connections that end, and of a clock that is wrong. */
@ExtendWith(Quiet.class)
class FaultsTest {
    private static final int SUBSCRIBE = 8;
    private static final int PUBLISH = 3;

    private final Listening here = new Listening();
    private final Listening there = new Listening();

    @Test
    @Tag("peers")
    void seesThatSomebodyElseHasItsIdentity() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttEndpoint same = Sessions.at(broker.port());
            sessions.open(here, same);
            sessions.open(there, same);
            CloudState told = told(here, Fault.DUPLICATE);
            assertTrue(
                    told.reason().contains("somebody else connects as " + client(same)),
                    told.reason());
            assertTrue(here.times(Phase.READY) >= 3);
        }
    }

    @Test
    void namesTheFilterThatTheBrokerHangsUpOn() throws Exception {
        try (FakeBroker broker = FakeBroker.hangingUpOn(SUBSCRIBE);
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.open(here, Sessions.at(broker.port()));
            session.subscribe("a/#", 1);
            session.subscribe("b", 1);
            CloudState told = told(here, Fault.POLICY);
            assertTrue(told.reason().contains("right after we subscribe to a/#"), told.reason());
            assertEquals(0, here.times(Phase.READY));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void namesTheTopicThatTheBrokerHangsUpOn(int qos) throws Exception {
        try (FakeBroker broker = FakeBroker.hangingUpOn(PUBLISH);
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.open(here, Sessions.at(broker.port()));
            for (int i = 1; i <= 2; i++) {
                int times = i;
                eventually(() -> assertEquals(times, here.times(Phase.READY)));
                session.publish(new CloudMessage("forbidden/x", new byte[1], qos, false));
                eventually(() -> assertEquals(times, here.times(Phase.BACKOFF)));
            }
            CloudState told = told(here, Fault.POLICY);
            assertTrue(
                    told.reason().contains("right after we publish to forbidden/x"), told.reason());
        }
    }

    @Test
    void saysLostWhenABrokerGoesOnce() throws Exception {
        try (FakeBroker broker = FakeBroker.hangingUpOn(PUBLISH);
                Sessions sessions = Sessions.patient(Sessions.SHORT)) {
            sessions.ready(here, Sessions.at(broker.port())).publish(Sessions.message("t", "x"));
            eventually(() -> assertEquals(Phase.BACKOFF, here.state().phase()));
            assertEquals(Fault.LOST, here.state().fault());
        }
    }

    @ParameterizedTest
    @CsvSource({"401, CREDENTIALS", "403, CREDENTIALS", "429, THROTTLED", "500, UNREACHABLE"})
    void tellsTheAnswersToAnUpgradeApart(int status, Fault fault) throws Exception {
        try (FakeBroker web =
                        new FakeBroker(
                                (broker, client) ->
                                        client.getOutputStream()
                                                .write(
                                                        ("HTTP/1.1 " + status + " No\r\n\r\n")
                                                                .getBytes()));
                Sessions sessions = new Sessions()) {
            sessions.open(here, Sessions.at("127.0.0.1", web.port(), Optional.of("/mqtt")));
            eventually(() -> assertTrue(here.times(Phase.BACKOFF) > 0));
            assertEquals(fault, here.state().fault(), here.state().reason());
            assertTrue(here.state().reason().contains("HTTP/1.1 " + status));
        }
    }

    @Test
    void passesOnTheFaultOfTheEndpoint() {
        try (Sessions sessions = new Sessions()) {
            sessions.open(here, failing(new CloudException("x: refused", false, Fault.THROTTLED)));
            sessions.open(there, failing(new CloudException("x: no file", false)));
            told(here, Fault.THROTTLED);
            told(there, Fault.SETTINGS);
        }
    }

    @Test
    @Tag("peers")
    void doubtsTheClockWhenACertificateExpiredLongAgo() throws Exception {
        try (Certificates authority = new Certificates()) {
            Throwable refused = expired(authority);
            Instant now = Instant.now();
            Failure doubted =
                    ClockDoubts.date(refused, now.plus(Duration.ofDays(800))).orElseThrow();
            assertEquals(Fault.CLOCK, doubted.fault());
            assertTrue(doubted.getMessage().contains("set the clock"), doubted::getMessage);
        }
    }

    @Test
    void doubtsTheClockBeforeItsLoginWhenItWasNeverSet() {
        Failure refused = Causes.connack(5, new CloudException("CONNACK 5", false));
        Failure doubted = ClockDoubts.doubted(refused, Instant.ofEpochSecond(77));
        assertEquals(Fault.CLOCK, doubted.fault());
        assertTrue(
                doubted.getMessage().contains("says 1970-01-01T00:01:17Z: set it"),
                doubted::getMessage);
        assertEquals(Fault.CREDENTIALS, ClockDoubts.doubted(refused, Instant.now()).fault());
    }

    private static CloudState told(Listening listening, Fault fault) {
        eventually(
                () ->
                        assertTrue(
                                listening.states.stream().anyMatch(state -> state.fault() == fault),
                                () -> listening.states.toString()));
        return listening.states.stream()
                .filter(state -> state.fault() == fault)
                .findFirst()
                .orElseThrow();
    }

    private static String client(MqttEndpoint endpoint) throws CloudException {
        return endpoint.connect().clientId();
    }

    private static MqttEndpoint failing(CloudException problem) {
        return new MqttEndpoint() {
            @Override
            public String address() {
                return "somewhere";
            }

            @Override
            public MqttConnect connect() throws CloudException {
                throw problem;
            }
        };
    }

    private static Throwable expired(Certificates authority) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (InputStream pem = Files.newInputStream(authority.expired().certificate())) {
            CertPath path = factory.generateCertPath(List.of(factory.generateCertificate(pem)));
            return new CertPathValidatorException(
                    "validity check failed",
                    new CertificateExpiredException("NotAfter: then"),
                    path,
                    0);
        }
    }
}
