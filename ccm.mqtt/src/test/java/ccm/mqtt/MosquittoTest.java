package ccm.mqtt;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.MqttSession;
import ccm.testing.Mosquitto;
import ccm.testing.Quiet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions with a real Mosquitto. */
@Tag("peers")
@ExtendWith(Quiet.class)
class MosquittoTest {
    private final Listening here = new Listening();
    private final Listening there = new Listening();

    @Test
    void carriesMessagesBothWays() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession sender = sessions.ready(here, Sessions.at(broker.port()));
            MqttSession receiver = sessions.ready(there, Sessions.at(broker.port()));
            get(receiver.subscribe("t/#", 1));

            get(sender.publish(Sessions.message("t/1", "hello")));
            get(sender.publish(new CloudMessage("t/2", new byte[0], 0, false)));

            eventually(() -> assertEquals(List.of("hello", ""), there.texts()));
            assertEquals("t/1", there.messages.get(0).topic());
            assertEquals(1, there.messages.get(0).qos());
            assertEquals(0, there.messages.get(1).qos());
        }
    }

    @Test
    void carriesMessagesOverWebSocket() throws Exception {
        try (Mosquitto broker = Mosquitto.configured().webSocket().start();
                Sessions sessions = new Sessions()) {
            MqttSession session =
                    sessions.ready(
                            here, Sessions.at("127.0.0.1", broker.port(), Optional.of("/mqtt")));
            get(session.subscribe("t", 1));
            List<String> sent = new ArrayList<>();
            for (int size : new int[] {0, 1, 100, 126, 10_000, 70_000}) {
                sent.add("x".repeat(size));
                get(session.publish(Sessions.message("t", sent.get(sent.size() - 1))));
            }
            eventually(() -> assertEquals(sent, here.texts()));
        }
    }

    @Test
    void completesInTheOrderOfPublishing() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.ready(here, Sessions.at(broker.port()));
            get(session.subscribe("t", 1));
            List<String> completed = new CopyOnWriteArrayList<>();
            List<String> sent = IntStream.range(0, 900).mapToObj(String::valueOf).toList();

            sent.forEach(
                    text ->
                            session.publish(Sessions.message("t", text))
                                    .thenRun(() -> completed.add(text)));

            eventually(() -> assertEquals(sent, completed));
            eventually(() -> assertEquals(sent, here.texts()));
        }
    }

    @Test
    void saysWhenTooManyAreUnfinished() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.ready(here, Sessions.at(broker.port()));
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
                all.add(session.publish(Sessions.message("t", "x")).toCompletableFuture());
            }
            eventually(() -> assertTrue(all.stream().allMatch(CompletableFuture::isDone)));
            CompletableFuture<Void> refused =
                    all.stream()
                            .filter(CompletableFuture::isCompletedExceptionally)
                            .findFirst()
                            .get();
            CloudException problem = failure(refused);
            assertFalse(problem.permanent());
            assertTrue(
                    problem.getMessage().contains("1000 messages are unfinished"),
                    problem::getMessage);
            assertTrue(here.ready());
        }
    }

    @Test
    void failsWhatIsUnfinishedBeforeItTellsThatTheConnectionIsGone() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.ready(here, Sessions.at(broker.port()));
            List<Integer> failed = new CopyOnWriteArrayList<>();
            List<Boolean> readyThen = new CopyOnWriteArrayList<>();
            broker.kill();
            Thread publisher = Thread.currentThread();
            CountDownLatch all = new CountDownLatch(500);
            for (int i = 0; i < 500; i++) {
                int number = i;
                session.publish(Sessions.message("t", "x"))
                        .whenComplete(
                                (nothing, problem) -> {
                                    if (Thread.currentThread() != publisher) { // else: refused
                                        failed.add(number);
                                        readyThen.add(here.times(Phase.BACKOFF) == 0);
                                    }
                                    all.countDown();
                                });
            }
            assertTrue(all.await(10, TimeUnit.SECONDS));
            assertEquals(failed.stream().sorted().toList(), failed);
            assertFalse(readyThen.contains(false), "told before all had failed");
            eventually(() -> assertTrue(here.times(Phase.BACKOFF) > 0));
        }
    }

    @Test
    void losesNothingAcknowledgedAndKeepsTheOrderWhenTheBrokerIsKilled() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.open(here, Sessions.at(broker.port()));
            List<Integer> arrived = new ArrayList<>();
            int next = 0;
            for (int life = 1; life <= 5; life++) {
                int lives = life;
                eventually(() -> assertEquals(lives, here.times(Phase.READY)));
                List<Integer> acknowledged = new CopyOnWriteArrayList<>();
                try (Witness witness = new Witness(broker)) {
                    eventually(() -> saw(witness, session));
                    for (int i = 0; i < 900; i++) {
                        int number = next++;
                        session.publish(Sessions.message("t", String.valueOf(number)))
                                .thenRun(() -> acknowledged.add(number));
                    }
                    eventually(() -> assertTrue(acknowledged.size() > 50));
                    broker.kill();
                    eventually(() -> assertFalse(here.ready()));
                    eventually(() -> assertTrue(witness.numbers().containsAll(acknowledged)));
                    arrived.addAll(witness.numbers());
                }
                broker.restart();
            }
            assertEquals(arrived.stream().sorted().toList(), arrived);
        }
    }

    private static void saw(Witness witness, MqttSession session) throws Exception {
        get(session.publish(Sessions.message("t", "are you there?")));
        assertTrue(witness.lines().size() > 0);
    }

    @Test
    void asksAgainForManyFiltersAfterEveryConnect() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.open(here, Sessions.at(broker.port()));
            for (int i = 0; i < 50; i++) {
                session.subscribe("t/" + i + "/#", 1);
            }
            session.subscribe("gone", 1);
            get(session.unsubscribe("gone"));
            eventually(() -> assertTrue(here.ready()));
            broker.kill();
            broker.restart();
            eventually(() -> assertEquals(2, here.times(Phase.READY)));
            for (int i = 0; i < 50; i++) {
                get(session.publish(Sessions.message("t/" + i + "/x", "m" + i)));
            }
            get(session.publish(Sessions.message("gone", "never")));
            eventually(() -> assertEquals(50, here.messages.size()));
        }
    }

    @Test
    void takesMessagesInBeforeItAcknowledgesThem() throws Exception {
        try (Mosquitto broker =
                        Mosquitto.configured().option("max_inflight_messages", "20").start();
                Sessions sessions = new Sessions()) {
            List<CompletableFuture<Void>> open = new CopyOnWriteArrayList<>();
            there.keeping =
                    message -> {
                        open.add(new CompletableFuture<>());
                        return open.get(open.size() - 1);
                    };
            MqttSession receiver = sessions.ready(there, Sessions.at(broker.port()));
            MqttSession sender = sessions.ready(here, Sessions.at(broker.port()));
            get(receiver.subscribe("t", 1));
            for (int i = 0; i < 50; i++) {
                get(sender.publish(Sessions.message("t", "m" + i)));
            }
            eventually(() -> assertEquals(20, open.size()));
            open.get(1).complete(null); // the second: not acknowledged before the first
            get(sender.publish(Sessions.message("t", "m50")));
            assertEquals(20, open.size());
            open.get(0).complete(null);
            eventually(() -> assertTrue(open.size() > 20));
            for (int i = 0; i < 51; i++) {
                int number = i;
                eventually(() -> assertTrue(open.size() > number));
                open.get(i).complete(null);
            }
            assertEquals(IntStream.range(0, 51).mapToObj(i -> "m" + i).toList(), there.texts());
        }
    }

    @Test
    void namesTheFilterThatTheAccessListRefuses() throws Exception {
        try (Mosquitto broker = Mosquitto.configured().filters("open/#").start();
                Sessions sessions = new Sessions()) {
            MqttSession session = sessions.ready(here, Sessions.at(broker.port()));

            CloudException problem = failure(session.subscribe("shut/#", 1).toCompletableFuture());
            get(session.subscribe("open/#", 1));

            assertTrue(problem.permanent());
            assertTrue(problem.getMessage().contains("shut/#"), problem::getMessage);
            get(session.publish(Sessions.message("open/1", "in")));
            eventually(() -> assertEquals(List.of("in"), here.texts()));
            session.reconnect();
            eventually(() -> assertEquals(2, here.times(Phase.READY)));
        }
    }

    @Test
    void takesTheOtherBrokerWhenTheFirstStaysAway() throws Exception {
        try (Mosquitto first = Mosquitto.plain();
                Mosquitto second = Mosquitto.plain();
                Sessions sessions = new Sessions()) {
            MqttSession session =
                    sessions.open(here, Sessions.at(first.port()), Sessions.at(second.port()));
            eventually(() -> assertTrue(here.ready()));
            first.kill();
            eventually(() -> assertEquals(2, here.times(Phase.READY)));
            get(session.publish(Sessions.message("t", "over the second")));
            second.kill();
            first.restart();
            eventually(() -> assertEquals(3, here.times(Phase.READY)));
            get(session.publish(Sessions.message("t", "over the first again")));
        }
    }

    @Test
    void tellsItsListenerWhenTheServiceGoes() throws Exception {
        try (Mosquitto broker = Mosquitto.plain()) {
            MqttSession session;
            try (Sessions sessions = new Sessions()) {
                session = sessions.ready(here, Sessions.at(broker.port()));
            }
            assertEquals(Phase.IDLE, here.state().phase());
            CloudException problem =
                    failure(session.publish(Sessions.message("t", "x")).toCompletableFuture());
            assertFalse(problem.permanent());
            eventually(() -> assertTrue(broker.log().contains("disconnected"), broker::log));
        }
    }

    private static void get(java.util.concurrent.CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static CloudException failure(CompletableFuture<Void> stage) {
        ExecutionException problem =
                assertThrows(ExecutionException.class, () -> stage.get(10, TimeUnit.SECONDS));
        return assertInstanceOf(CloudException.class, problem.getCause());
    }
}
