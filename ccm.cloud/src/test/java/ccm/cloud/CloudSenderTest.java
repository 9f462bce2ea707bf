package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Capabilities;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the sender does when the cloud, its connector or the store misbehaves in the middle. */
@ExtendWith(Quiet.class)
class CloudSenderTest {
    private static final int WINDOW = 20;

    @TempDir Path data;
    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
    private FakeCloud cloud = new FakeCloud("mqtt");
    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(data, new MemoryOutbox(disk));
        engine.install(cloud).ready();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void keepsNoMoreUnfinishedThanTheConnectorAllows() throws Exception {
        cloud.acknowledges = false;
        publish(0, 200);
        eventually(() -> assertEquals(WINDOW, cloud.unfinished()));
        for (int i = 0; i < 50; i++) {
            engine.publish("zero", "" + i, 0);
        }
        cloud.acknowledgeAll();
        eventually(() -> assertEquals(250, cloud.received.size()));
        assertTrue(cloud.mostUnfinished <= WINDOW, "unfinished: " + cloud.mostUnfinished);
    }

    @Test
    void sendsNothingTwiceWhenASessionRenewsItself() throws Exception {
        for (int i = 0; i < 50; i++) {
            cloud.acknowledges = false;
            publish(i * 30, i * 30 + 30);
            eventually(() -> assertEquals(WINDOW, cloud.unfinished()));
            cloud.renew();
            cloud.acknowledgeAll();
            int before = i * 30;
            eventually(() -> assertTrue(cloud.received.size() >= before + WINDOW));
            cloud.ready();
            eventually(() -> assertEquals(before + 30, cloud.received.size()));
        }
        assertEquals(numbered(0, 1500), cloud.received);
        assertEquals(0, engine.statusOf(0).path("failed").asInt());
    }

    @Test
    void keepsToTheRateOfTheCloud() throws Exception {
        int rate = 40;
        engine.uninstall(cloud);
        publish(0, 3 * rate);
        cloud =
                engine.install(
                        new FakeCloud("mqtt", new Capabilities(true, 100, WINDOW, true, rate)));
        cloud.ready();
        long began = System.nanoTime();
        eventually(() -> assertEquals(2 * rate, cloud.received.size()));
        eventually(() -> assertEquals(3 * rate, cloud.received.size()));
        assertTrue(System.nanoTime() - began > 900_000_000L, "too fast");
        assertEquals(numbered(0, 3 * rate), cloud.received);
    }

    @Test
    void sendsTheWholeWindowAgainWhenTheConnectionIsLostInIt() throws Exception {
        cloud.acknowledges = false;
        publish(0, 100);
        eventually(() -> assertEquals(WINDOW, cloud.unfinished()));
        cloud.takeWithoutWord(7); // the broker has these, but we cannot know
        cloud.drop();
        cloud.acknowledgeAll();
        cloud.ready();
        eventually(() -> assertEquals(107, cloud.received.size()));
        assertEquals(numbered(0, 100), firsts());
        eventually(() -> assertEquals(0, disk.count("mqtt")));
    }

    @Test
    void losesNothingAndKeepsTheOrderWhileTheConnectionComesAndGoes() throws Exception {
        for (int i = 0; i < 20; i++) {
            cloud.acknowledges = false;
            publish(i * 100, i * 100 + 50);
            eventually(() -> assertTrue(cloud.unfinished() > 0));
            cloud.takeWithoutWord(i % 3);
            cloud.drop();
            publish(i * 100 + 50, i * 100 + 100);
            cloud.acknowledgeAll();
            cloud.ready();
            String last = "t=" + (i * 100 + 60);
            eventually(() -> assertTrue(cloud.received.contains(last), last));
        }
        eventually(() -> assertEquals(0, disk.count("mqtt")));
        assertEquals(String.join(" ", numbered(0, 2000)), String.join(" ", firsts()));
    }

    @Test
    void doesNotBlameAMessageForASessionThatDropsAnyway() throws Exception {
        cloud.acknowledges = false;
        publish(0, 1);
        for (int i = 0; i < Suspect.STRIKES + 1; i++) {
            eventually(() -> assertEquals(1, cloud.unfinished()));
            cloud.drop();
            cloud.ready();
        }
        eventually(
                () -> {
                    if (cloud.unfinished() == 0) { // it drops with nothing in flight, too
                        cloud.drop();
                        cloud.ready();
                    }
                    assertEquals(1, cloud.unfinished());
                });
        cloud.acknowledgeAll();
        eventually(() -> assertEquals(numbered(0, 1), cloud.received));
        assertEquals(0, engine.statusOf(0).path("dead").asInt());
    }

    @Test
    void skipsAMessageThatTheCloudRefusesForGood() throws Exception {
        cloud.refused = message -> message.payload().length == 1 && message.payload()[0] == '3';
        publish(0, 10);
        eventually(() -> assertEquals(9, cloud.received.size()));
        assertEquals(without(numbered(0, 10), "t=3"), cloud.received);
        eventually(() -> assertEquals(1, engine.statusOf(0).path("dead").asInt()));
        eventually(() -> assertEquals(0, disk.count("mqtt")));
    }

    @Test
    void skipsAMessageThatMakesTheCloudHangUpEachTime() throws Exception {
        cloud.poison = message -> message.payload().length == 1 && message.payload()[0] == '3';
        cloud.reconnects = true;
        publish(0, 30);
        eventually(() -> assertEquals(0, disk.count("mqtt")));
        assertEquals(without(numbered(0, 30), "t=3"), firsts());
        assertEquals(1, engine.statusOf(0).path("dead").asInt());
    }

    @Test
    void givesNothingUpForConnectionsThatAreLostBetweenSuccesses() throws Exception {
        for (int i = 0; i < 12; i++) {
            cloud.acknowledges = false;
            publish(i, i + 1);
            eventually(() -> assertEquals(1, cloud.unfinished()));
            cloud.drop();
            cloud.acknowledgeAll();
            cloud.ready();
            int sent = i + 1;
            eventually(() -> assertEquals(sent, cloud.received.size()));
        }
        assertEquals(numbered(0, 12), cloud.received);
        assertEquals(0, engine.statusOf(0).path("dead").asInt());
    }

    @Test
    void skipsAMessageThatTheConnectorBreaksOn() throws Exception {
        cloud.breaksOn = message -> message.payload().length == 1 && message.payload()[0] == '3';
        publish(0, 10);
        eventually(() -> assertEquals(0, disk.count("mqtt")));
        assertEquals(without(numbered(0, 10), "t=3"), firsts());
        assertEquals(1, engine.statusOf(0).path("dead").asInt());
    }

    @Test
    void skipsARecordThatIsNoMessage() throws Exception {
        engine.outbox
                .queue("mqtt")
                .append(new byte[] {1, 2}, ccm.api.outbox.OutboxQueue.Durability.NOW);
        publish(0, 3);
        eventually(() -> assertEquals(numbered(0, 3), cloud.received));
        assertEquals(1, engine.statusOf(0).path("dead").asInt());
    }

    @Test
    void skipsAMessageThatGrewTooLargeForTheCloud() throws Exception {
        cloud.drop();
        engine.publish("t", "0123456789", 1);
        publish(0, 1);
        engine.uninstall(cloud);
        cloud = engine.install(new FakeCloud("mqtt", new Capabilities(true, 5, WINDOW, true)));
        cloud.ready();
        eventually(() -> assertEquals(numbered(0, 1), cloud.received));
        assertEquals(1, engine.statusOf(0).path("dead").asInt());
    }

    @Test
    void losesNothingWhileTheConnectorIsSwappedUnderLoad() throws Exception {
        Map<String, Integer> seen = new HashMap<>();
        List<String> firsts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            publish(i * 50, i * 50 + 25);
            engine.uninstall(cloud);
            collect(cloud, seen, firsts);
            publish(i * 50 + 25, i * 50 + 50); // while no cloud is there
            cloud = engine.install(new FakeCloud("mqtt"));
            cloud.ready();
        }
        eventually(() -> assertEquals(0, disk.count("mqtt")));
        collect(cloud, seen, firsts);
        assertEquals(numbered(0, 1000), firsts);
    }

    @Test
    void losesNothingWhileTheOutboxIsSwappedUnderLoad() throws Exception {
        for (int i = 0; i < 20; i++) {
            publish(i * 50, i * 50 + 25);
            engine.removeOutbox();
            publish(i * 50 + 25, i * 50 + 50); // waits in memory
            engine.installOutbox(new MemoryOutbox(disk));
        }
        eventually(() -> assertEquals(0, disk.count("mqtt")));
        assertEquals(numbered(0, 1000), firsts());
    }

    @Test
    void goesOnWhenTheStoreWorksAgain() throws Exception {
        cloud.drop();
        publish(0, 5);
        engine.outbox.close(); // fails under the sender, with its service still there
        cloud.ready();
        engine.installOutbox(new MemoryOutbox(disk));
        eventually(() -> assertEquals(numbered(0, 5), cloud.received));
    }

    @Test
    void sendsWhatAFormerRunLeft() throws Exception {
        cloud.drop();
        publish(0, 5);
        engine.close();
        engine = new Engine(data, new MemoryOutbox(disk));
        cloud = engine.install(new FakeCloud("mqtt")).ready();
        eventually(() -> assertEquals(numbered(0, 5), cloud.received));
    }

    private void publish(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            engine.publish("t", "" + i, 1);
        }
    }

    private List<String> firsts() {
        return new ArrayList<>(new LinkedHashSet<>(cloud.received));
    }

    private static void collect(FakeCloud cloud, Map<String, Integer> seen, List<String> firsts) {
        for (String text : cloud.received) {
            if (seen.merge(text, 1, Integer::sum) == 1) {
                firsts.add(text);
            }
        }
    }

    private static List<String> numbered(int from, int to) {
        return new ArrayList<>(IntStream.range(from, to).mapToObj(i -> "t=" + i).toList());
    }

    private static List<String> without(List<String> all, String one) {
        all.remove(one);
        return all;
    }
}
