package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudMessage;
import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The cells of the delivery table that the engine alone can prove. */
@ExtendWith(Quiet.class)
class DeliveryTest {
    @TempDir Path data;
    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
    private final FakeCloud cloud = new FakeCloud("mqtt");
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
    void qos1WithIdIsAnsweredOnlyAfterItIsOnDisk() throws Exception {
        engine.outbox.stall();
        CompletableFuture<JsonNode> answer = engine.request("t", "1", 1);
        engine.eventuallyReceived(cloud, List.of("t=1")); // the broker need not wait for the disk
        assertFalse(answer.isDone());

        engine.outbox.sync();
        assertTrue(answer.get(5, TimeUnit.SECONDS).isNull());
    }

    @Test
    void qos1WithIdReachesTheBrokerInOrder() throws Exception {
        for (int i = 0; i < 500; i++) {
            engine.request("t", "" + i, 1);
        }
        engine.eventuallyReceived(cloud, numbered(0, 500));
        eventually(() -> assertEquals(0, disk.count("mqtt")));
    }

    @Test
    void qos1WithIdIsAnsweredWhileTheCloudIsAwayAndSentLaterInOrder() throws Exception {
        cloud.drop();
        for (int i = 0; i < 50; i++) {
            assertTrue(engine.request("t", "" + i, 1).get(5, TimeUnit.SECONDS).isNull());
        }
        assertEquals(List.of(), cloud.received);
        assertEquals(50, disk.count("mqtt"));

        cloud.ready();
        engine.eventuallyReceived(cloud, numbered(0, 50));
    }

    @Test
    void qos1WithIdIsRefusedByAFullStoreThatKeepsWhatIsOlder() throws Exception {
        cloud.drop();
        disk.maxCount = 2;
        engine.request("t", "0", 1);
        engine.request("t", "1", 1);
        RpcException error = assertThrows(RpcException.class, () -> engine.request("t", "2", 1));
        assertEquals(-32000, error.code());
        assertEquals("MQTT.Pub: the store is full: outbox.max_count is 2", error.getMessage());

        cloud.ready();
        engine.eventuallyReceived(cloud, numbered(0, 2));
    }

    @Test
    void answeredQos1SurvivesAKill() throws Exception {
        cloud.drop();
        engine.request("t", "0", 1).get(5, TimeUnit.SECONDS);
        engine.outbox.stall();
        CompletableFuture<JsonNode> unanswered = engine.request("t", "1", 1);
        engine.outbox.crash();

        FakeCloud after = restart();
        engine.eventuallyReceived(after, numbered(0, 1));
        assertFalse(unanswered.isDone());
    }

    @Test
    void qos1WithoutIdReachesTheBrokerInOrder() throws Exception {
        for (int i = 0; i < 500; i++) {
            engine.publish("t", "" + i, 1);
        }
        engine.eventuallyReceived(cloud, numbered(0, 500));
    }

    @Test
    void qos1WithoutIdIsSentLaterInOrderWhenTheCloudIsAway() throws Exception {
        cloud.drop();
        for (int i = 0; i < 50; i++) {
            engine.publish("t", "" + i, 1);
        }
        cloud.ready();
        engine.eventuallyReceived(cloud, numbered(0, 50));
    }

    @Test
    void qos1WithoutIdIsRefusedByAFullStore() throws Exception {
        cloud.drop();
        disk.maxCount = 1;
        engine.publish("t", "0", 1);
        RpcException error = assertThrows(RpcException.class, () -> engine.publish("t", "1", 1));
        assertTrue(error.getMessage().contains("outbox.max_count is 1"), error.getMessage());
        assertEquals(1, engine.statusOf(0).path("queue").path("rejected").asInt());
    }

    @Test
    void qos1WithoutIdPushesTheOldestOutWhenThePolicySaysSo() throws Exception {
        cloud.drop();
        disk.maxCount = 2;
        disk.dropOldest = true;
        for (int i = 0; i < 5; i++) {
            engine.publish("t", "" + i, 1);
        }
        assertEquals(3, engine.statusOf(0).path("queue").path("dropped").asInt());
        cloud.ready();
        engine.eventuallyReceived(cloud, numbered(3, 5));
    }

    @Test
    void qos0IsSentAtMostOnce() throws Exception {
        cloud.acknowledges = false;
        engine.publish("t", "0", 0);
        eventually(() -> assertEquals(1, cloud.unfinished()));
        cloud.takeWithoutWord(1);
        cloud.drop();
        cloud.acknowledgeAll();
        cloud.ready();
        engine.publish("t", "1", 0);
        engine.eventuallyReceived(cloud, numbered(0, 2));
        assertEquals(1, engine.statusOf(0).path("dropped_qos0").asInt());
    }

    @Test
    void qos0IsDroppedAndCountedWhileTheCloudIsAway() throws Exception {
        cloud.drop();
        engine.publish("t", "0", 0);
        eventually(() -> assertEquals(1, engine.statusOf(0).path("dropped_qos0").asInt()));
        assertEquals(0, disk.count("mqtt"));
        cloud.ready();
        engine.publish("t", "1", 0);
        engine.eventuallyReceived(cloud, numbered(1, 2));
    }

    @Test
    void qos0IsStoredForACloudThatIsAwayWhenTheOutboxSaysSo() throws Exception {
        disk.storesQos0 = true;
        cloud.drop();
        engine.publish("t", "0", 0);
        cloud.ready();
        engine.eventuallyReceived(cloud, numbered(0, 1));
        assertEquals(0, engine.statusOf(0).path("dropped_qos0").asInt());
    }

    @Test
    void qos0IsLostInAKill() throws Exception {
        cloud.acknowledges = false;
        engine.publish("t", "0", 0);
        eventually(() -> assertEquals(1, cloud.unfinished()));
        engine.outbox.crash();
        FakeCloud after = restart();
        engine.publish("t", "1", 1);
        engine.eventuallyReceived(after, numbered(1, 2));
    }

    @Test
    void qos0IsDroppedAndCountedWhenTheCloudTakesTooSlowly() throws Exception {
        cloud.acknowledges = false;
        int taken = Qos0Lane.MAX_COUNT + 10; // ten are in flight: half the window
        for (int i = 0; i < taken + 2; i++) {
            engine.publish("t", "" + i, 0);
        }
        assertEquals(2, engine.statusOf(0).path("dropped_qos0").asInt());
        cloud.acknowledgeAll();
        engine.eventuallyReceived(cloud, numbered(0, taken));
    }

    @Test
    void messagesForAHostThatIsAwayAreKeptOverAKillAndToldInOrder() throws Exception {
        FakeHost host = new FakeHost();
        host.down();
        engine.inbox.bindHost(host);
        for (int i = 0; i < 5; i++) {
            inbound("" + i).get(5, TimeUnit.SECONDS);
        }
        engine.outbox.crash();
        restart();
        host.up();
        engine.inbox.bindHost(host);
        eventually(() -> assertEquals(List.of("0", "1", "2", "3", "4"), host.messages()));
    }

    @Test
    void theOldestMessageForTheHostIsDroppedWhenItsInboxIsFull() throws Exception {
        engine.close();
        engine = new Engine(data, new MemoryOutbox(disk), "max_count", 3);
        for (int i = 0; i < 5; i++) {
            inbound("" + i).get(5, TimeUnit.SECONDS);
        }
        assertEquals(2, engine.status().path("inbox").path("dropped_inbox").asInt());
        FakeHost host = new FakeHost();
        engine.inbox.bindHost(host);
        eventually(() -> assertEquals(List.of("2", "3", "4"), host.messages()));
    }

    /** The process died: a new engine on what was on disk. */
    private FakeCloud restart() {
        engine.close();
        engine = new Engine(data, new MemoryOutbox(disk));
        return engine.install(new FakeCloud("mqtt", new Capabilities(true, 65_536, 20, true)))
                .ready();
    }

    private CompletableFuture<Void> inbound(String text) {
        return engine.events
                .onMessage(cloud, new CloudMessage("in", text.getBytes(UTF_8), 1, false))
                .toCompletableFuture();
    }

    private static List<String> numbered(int from, int to) {
        return java.util.stream.IntStream.range(from, to).mapToObj(i -> "t=" + i).toList();
    }
}
