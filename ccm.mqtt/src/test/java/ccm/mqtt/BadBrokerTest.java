package ccm.mqtt;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSession;
import ccm.parts.patience.Patience;
import ccm.testing.Quiet;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions with brokers that refuse, hang up, or say nothing. */
@ExtendWith(Quiet.class)
class BadBrokerTest {
    private static final Duration SOON = Duration.ofMillis(60);
    private static final Duration PATIENT = Duration.ofSeconds(5); // what the test does not ask for

    private final Listening here = new Listening();

    @ParameterizedTest
    @CsvSource({
        "1, does not speak MQTT 3.1.1, UNREACHABLE",
        "2, change client_id, CREDENTIALS",
        "3, is not available, THROTTLED",
        "4, check user and pass, CREDENTIALS",
        "5, not authorized, CREDENTIALS",
        "7, refuses us (CONNACK 7), CREDENTIALS",
    })
    void namesTheCauseOfEachConnackCode(int code, String cause, Fault fault) throws Exception {
        try (FakeBroker broker = FakeBroker.refusing(code);
                Sessions sessions = new Sessions()) {
            sessions.open(here, Sessions.at(broker.port()));
            failsWith("127.0.0.1:" + broker.port() + ": ", cause, fault);
        }
    }

    @Test
    void namesAPortWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Sessions sessions = new Sessions()) {
            sessions.open(here, Sessions.at(port));
            failsWith("127.0.0.1:" + port + ": ", "connection refused", Fault.UNREACHABLE);
        }
    }

    @Test
    void namesANameThatDoesNotExist() {
        try (Sessions sessions = new Sessions()) {
            sessions.open(here, Sessions.at("no-such-host.invalid", 1883, Optional.empty()));
            failsWith(
                    "no-such-host.invalid:1883: ",
                    "the name cannot be resolved",
                    Fault.UNREACHABLE);
        }
    }

    @Test
    void namesABrokerThatStaysSilent() throws Exception {
        try (FakeBroker broker = FakeBroker.silent();
                Sessions sessions = new Sessions(waiting(SOON, PATIENT, PATIENT))) {
            sessions.open(here, Sessions.at(broker.port()));
            failsWith("127.0.0.1:", "accepted the connection and stayed silent", Fault.UNREACHABLE);
        }
    }

    @Test
    void namesAServerThatIsNoBroker() throws Exception {
        try (FakeBroker web =
                        new FakeBroker(
                                (broker, client) ->
                                        client.getOutputStream()
                                                .write("HTTP/1.1 400 Bad\r\n\r\n".getBytes()));
                Sessions sessions = new Sessions()) {
            sessions.open(here, Sessions.at(web.port()));
            eventually(() -> assertTrue(here.times(Phase.BACKOFF) > 0));
            assertTrue(here.state().reason().startsWith("127.0.0.1:" + web.port() + ": "));
        }
    }

    @Test
    void namesAWebServerThatHasNoWebSocketThere() throws Exception {
        try (FakeBroker web =
                        new FakeBroker(
                                (broker, client) ->
                                        client.getOutputStream()
                                                .write(
                                                        "HTTP/1.1 404 Not Found\r\n\r\n"
                                                                .getBytes()));
                Sessions sessions = new Sessions()) {
            sessions.open(here, Sessions.at("127.0.0.1", web.port(), Optional.of("/mqtt")));
            failsWith(
                    "127.0.0.1:",
                    "answered \"HTTP/1.1 404 Not Found\" to the WebSocket request",
                    Fault.UNREACHABLE);
        }
    }

    @Test
    void namesWhatTheEndpointCannotDo() {
        try (Sessions sessions = new Sessions()) {
            sessions.open(
                    here,
                    new MqttEndpoint() {
                        @Override
                        public String address() {
                            return "somewhere";
                        }

                        @Override
                        public MqttConnect connect() throws CloudException {
                            throw new CloudException("mqtt.ssl_ca_cert: no such file", false);
                        }
                    });
            failsWith("mqtt.ssl_ca_cert: no such file", "", Fault.SETTINGS);
        }
    }

    @Test
    void givesUpABrokerThatDoesNotAnswerSubscribe() throws Exception {
        try (FakeBroker broker = FakeBroker.mute();
                Sessions sessions = new Sessions(waiting(PATIENT, SOON, PATIENT))) {
            MqttSession session = sessions.open(here, Sessions.at(broker.port()));
            CompletableFuture<Void> asked = session.subscribe("t", 1).toCompletableFuture();
            failsWith("127.0.0.1:", "SUBSCRIBE was not answered", Fault.LOST);
            eventually(() -> assertTrue(asked.isDone() && !asked.isCompletedExceptionally()));
            assertEquals(0, here.times(Phase.READY));
        }
    }

    @Test
    void givesUpABrokerThatDoesNotAcknowledge() throws Exception {
        try (FakeBroker broker = FakeBroker.forgetful();
                Sessions sessions = new Sessions(waiting(PATIENT, PATIENT, SOON))) {
            MqttSession session = sessions.ready(here, Sessions.at(broker.port()));
            CompletableFuture<Void> lost =
                    session.publish(Sessions.message("t", "x")).toCompletableFuture();
            failsWith("127.0.0.1:", "a message was not acknowledged", Fault.LOST);
            assertTrue(lost.isCompletedExceptionally());
        }
    }

    @Test
    void namesABrokerThatAnswersNoPing() throws Exception {
        try (FakeBroker broker = FakeBroker.forgetful();
                Sessions sessions = new Sessions()) {
            sessions.open(here, Sessions.pinging(broker.port()));
            failsWith("127.0.0.1:", "no answer to a ping for 1 s (keep_alive)", Fault.LOST);
        }
    }

    @Test
    void closesWithinTwoSecondsWhateverTheBrokerDoes() throws Exception {
        try (FakeBroker silent = FakeBroker.silent();
                FakeBroker mute = FakeBroker.mute();
                Sessions sessions = new Sessions()) {
            for (FakeBroker broker : new FakeBroker[] {silent, mute}) {
                Listening listening = new Listening();
                MqttSession session = sessions.open(listening, Sessions.at(broker.port()));
                session.subscribe("t", 1);
                eventually(() -> assertTrue(broker.accepted.get() > 0));
                long began = System.nanoTime();
                session.close();
                assertTrue(System.nanoTime() - began < 2_000_000_000L);
                assertEquals(Phase.IDLE, listening.state().phase());
            }
        }
    }

    static Stream<Arguments> peers() {
        return Stream.of(
                Arguments.of("silent", (Supplier<FakeBroker>) FakeBroker::silent),
                Arguments.of("closing", (Supplier<FakeBroker>) FakeBroker::closing),
                Arguments.of("CONNACK 3", (Supplier<FakeBroker>) () -> FakeBroker.refusing(3)),
                Arguments.of("CONNACK 6", (Supplier<FakeBroker>) () -> FakeBroker.refusing(6)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("peers")
    void leavesNothingBehindAfter200Attempts(String manner, Supplier<FakeBroker> peer)
            throws IOException {
        try (FakeBroker broker = peer.get();
                Sessions sessions = Sessions.hasty(waiting(SOON, SOON, SOON))) {
            sessions.open(here, Sessions.at(broker.port()));
            eventually(() -> assertTrue(broker.accepted.get() >= 20));
            long memory = used();
            Duration patience = Duration.ofSeconds(120);
            eventually(patience, () -> assertTrue(broker.accepted.get() >= 220));
            long threads =
                    Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .filter(name -> name.startsWith("ccm-") || name.startsWith("MQTT "))
                            .count();
            assertTrue(threads <= 16, threads + " threads");
            assertTrue(used() - memory < 4_000_000, (used() - memory) + " bytes more");
            assertEquals(0, here.times(Phase.READY));
        }
    }

    @Test
    void triesAtOnceWhenAskedTo() throws Exception {
        CountDownLatch served = new CountDownLatch(2);
        try (FakeBroker broker = new FakeBroker((self, client) -> served.countDown());
                Sessions sessions = Sessions.patient(Sessions.SHORT)) {
            MqttSession session = sessions.open(here, Sessions.at(broker.port()));
            eventually(() -> assertEquals(Phase.BACKOFF, here.state().phase()));
            assertEquals(1, served.getCount());
            session.reconnect();
            eventually(() -> assertEquals(0, served.getCount()));
        }
    }

    private static Limits waiting(Duration connect, Duration suback, Duration puback) {
        return new Limits(
                connect,
                suback,
                puback,
                Duration.ofSeconds(5),
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                100,
                Patience.USUAL);
    }

    private void failsWith(String beginning, String cause, Fault fault) {
        eventually(() -> assertTrue(here.times(Phase.BACKOFF) > 0));
        CloudState first =
                here.states.stream()
                        .filter(state -> state.phase() == Phase.BACKOFF)
                        .findFirst()
                        .get();
        String reason = first.reason();
        assertEquals(fault, first.fault(), reason);
        assertTrue(reason.startsWith(beginning) && reason.contains(cause), reason);
        assertFalse(here.ready());
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
