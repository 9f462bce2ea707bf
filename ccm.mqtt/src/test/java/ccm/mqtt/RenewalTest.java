package ccm.mqtt;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttLogin;
import ccm.api.mqtt.MqttSession;
import ccm.testing.Mosquitto;
import ccm.testing.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session gets a fresh login, and nobody notices. */
@ExtendWith(Quiet.class)
class RenewalTest {
    private static final int RENEWALS = Boolean.getBoolean("ccm.long") ? 2_000 : 200;
    private static final int SPREAD = 7; // messages
    private static final int DISCONNECT = 14;

    private final Listening here = new Listening();
    private final Listening there = new Listening();
    private final AtomicInteger logins = new AtomicInteger();

    /** Publishes numbers, one after the other, each until it is acknowledged. */
    private static final class Publisher {
        private final MqttSession session;
        private final Thread thread = new Thread(this::run, "publisher");
        private final List<String> lost = new CopyOnWriteArrayList<>();
        private volatile boolean done;
        private volatile int acknowledged;

        Publisher(MqttSession session) {
            this.session = session;
            thread.start();
        }

        private void run() {
            while (!done) {
                CompletableFuture<Void> sent =
                        session.publish(Sessions.message("t", String.valueOf(acknowledged)))
                                .toCompletableFuture();
                boolean refused = sent.isDone();
                try {
                    sent.get(10, TimeUnit.SECONDS);
                    acknowledged++;
                } catch (ExecutionException e) {
                    if (refused) {
                        Thread.onSpinWait(); // not sent, so it cannot be lost
                    } else {
                        lost.add(e.getMessage());
                    }
                } catch (InterruptedException | TimeoutException e) {
                    lost.add(e.toString());
                }
            }
        }

        void end() throws InterruptedException {
            done = true;
            thread.join();
        }
    }

    @Test
    @Tag("peers")
    void losesNothingAndConnectsOnceARenewal() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession receiver = sessions.ready(there, Sessions.at(broker.port()));
            receiver.subscribe("t", 1).toCompletableFuture().get(10, TimeUnit.SECONDS);
            MqttSession session = sessions.open(here, counted(broker.port(), Optional.empty()));
            session.subscribe("own", 1);
            eventually(() -> assertTrue(here.ready()));
            Publisher publisher = new Publisher(session);
            for (int i = 1; i <= RENEWALS; i++) {
                int before = publisher.acknowledged;
                int spread = i % SPREAD;
                eventually(() -> assertTrue(publisher.acknowledged > before + spread));
                session.renew();
                int done = i + 1;
                eventually(() -> assertEquals(done, here.times(Phase.READY)));
            }
            publisher.end();
            assertEquals(List.of(), publisher.lost);
            List<String> all =
                    IntStream.range(0, publisher.acknowledged).mapToObj(String::valueOf).toList();
            eventually(() -> assertEquals(all, there.texts()));
            assertEquals(RENEWALS + 1, logins.get());
            assertEquals(0, here.times(Phase.BACKOFF));
            receiver.publish(Sessions.message("own", "still asked for"));
            eventually(() -> assertEquals(List.of("still asked for"), here.texts()));
        }
    }

    @Test
    @Tag("peers")
    void renewsItselfBeforeTheLoginEnds() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            sessions.open(here, counted(broker.port(), Optional.of(Duration.ofMillis(150))));
            eventually(() -> assertTrue(logins.get() >= 4));
            List<String> told =
                    here.states.stream().limit(5).map(RenewalTest::phaseAndReason).toList();
            assertEquals(
                    List.of(
                            "CONNECTING ",
                            "READY ",
                            "CONNECTING renewing the login",
                            "READY ",
                            "CONNECTING renewing the login"),
                    told);
        }
    }

    @Test
    void waitsForWhatIsUnfinishedButNotForEver() throws Exception {
        try (FakeBroker broker = FakeBroker.forgetful();
                Sessions sessions = new Sessions(Sessions.renewingWithin(Duration.ofMillis(300)))) {
            MqttSession session = sessions.ready(here, counted(broker.port(), Optional.empty()));
            CompletableFuture<Void> unfinished =
                    session.publish(Sessions.message("t", "x")).toCompletableFuture();
            session.renew();
            eventually(() -> assertEquals(Phase.CONNECTING, here.state().phase()));
            assertFalse(unfinished.isDone());
            assertTrue(
                    session.publish(Sessions.message("t", "y"))
                            .toCompletableFuture()
                            .isCompletedExceptionally());
            eventually(() -> assertEquals(2, here.times(Phase.READY)));
            assertTrue(unfinished.isCompletedExceptionally());
            assertEquals(2, logins.get());
            assertEquals(0, here.times(Phase.BACKOFF));
            assertTrue(broker.received.contains(DISCONNECT), broker.received::toString);
        }
    }

    @Test
    void doesNothingWhileThereIsNoConnection() throws Exception {
        try (FakeBroker broker = FakeBroker.silent();
                Sessions sessions = new Sessions()) {
            MqttSession session =
                    sessions.open(here, counted(broker.port(), Optional.of(Duration.ZERO)));
            eventually(() -> assertEquals(1, broker.accepted.get()));
            session.renew();
            session.subscribe("t", 1).toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertEquals(1, logins.get());
            assertEquals(1, here.states.size());
        }
    }

    private static String phaseAndReason(CloudState state) {
        return state.phase() + " " + state.reason();
    }

    private MqttEndpoint counted(int port, Optional<Duration> renewAfter) {
        MqttEndpoint plain = Sessions.at(port);
        return new MqttEndpoint() {
            @Override
            public String address() {
                return plain.address();
            }

            @Override
            public MqttConnect connect() throws CloudException {
                MqttConnect one = plain.connect();
                MqttLogin login =
                        new MqttLogin("user", "token " + logins.incrementAndGet(), renewAfter);
                return new MqttConnect(
                        one.host(),
                        one.port(),
                        one.tls(),
                        one.webSocketPath(),
                        one.clientId(),
                        Optional.of(login),
                        one.cleanSession(),
                        one.keepAlive(),
                        one.will());
            }
        };
    }
}
