package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.host.HostState;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the host, in which order, and when a cloud may forget it. */
@ExtendWith(Quiet.class)
class InboxTest {
    @TempDir Path data;
    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
    private final FakeHost host = new FakeHost();
    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(data, new MemoryOutbox(disk));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void tellsAHostThatIsThereAtOnceAndKeepsNothing() throws Exception {
        engine.inbox.bindHost(host);
        inbound("hi").get(5, TimeUnit.SECONDS);
        assertEquals("{\"topic\":\"in\",\"message\":\"hi\"}", host.frames.get(0).toString());
        assertEquals(List.of("MQTT.Message"), host.methods);
        assertEquals(0, disk.count(InboxQueue.NAME));
    }

    @Test
    void sendsWhatIsNotTextInBase64() throws Exception {
        engine.inbox.bindHost(host);
        engine.inbox
                .accept(new CloudMessage("in", new byte[] {(byte) 0xff, 0}, 0, false))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        assertEquals(
                "{\"topic\":\"in\",\"message\":\"/wA=\",\"encoding\":\"base64\"}",
                host.frames.get(0).toString());
    }

    @Test
    void keepsTheOrderWhileTheHostComesAndGoes() throws Exception {
        engine.inbox.bindHost(host);
        for (int i = 0; i < 300; i++) {
            if (i % 50 == 10) {
                host.down();
            } else if (i % 50 == 40) {
                host.up();
                engine.inbox.onHost(host.state());
            }
            inbound("" + i);
        }
        eventually(() -> assertEquals(numbered(300), host.messages()));
        eventually(() -> assertEquals(0, disk.count(InboxQueue.NAME)));
    }

    @Test
    void keepsTheOrderWhileTheCoreIsSwapped() throws Exception {
        for (int i = 0; i < 100; i++) {
            if (i % 20 == 5) {
                engine.inbox.bindHost(host);
            } else if (i % 20 == 15) {
                engine.inbox.unbindHost(host);
            }
            inbound("" + i);
        }
        engine.inbox.bindHost(host);
        eventually(() -> assertEquals(numbered(100), host.messages()));
    }

    @Test
    void keepsTheOrderAndAcknowledgesLateWhileTheOutboxIsSwapped() throws Exception {
        inbound("0").get(5, TimeUnit.SECONDS);
        engine.removeOutbox();
        CompletableFuture<Void> safe = inbound("1");
        engine.inbox.bindHost(host); // it must not get 1 before 0, which is in the store
        assertFalse(safe.isDone());
        assertEquals(List.of(), host.messages());
        engine.installOutbox(new MemoryOutbox(disk));
        safe.get(5, TimeUnit.SECONDS);
        eventually(() -> assertEquals(numbered(2), host.messages()));
    }

    @Test
    void tellsTheHostWhileTheOutboxIsAwayWhenNothingIsKept() throws Exception {
        engine.inbox.bindHost(host);
        inbound("0").get(5, TimeUnit.SECONDS);
        engine.removeOutbox();
        inbound("1").get(5, TimeUnit.SECONDS);
        assertEquals(numbered(2), host.messages());
    }

    @Test
    void acknowledgesOnlyWhatIsOnDisk() throws Exception {
        inbound("0").get(5, TimeUnit.SECONDS);
        engine.outbox.stall();
        CompletableFuture<Void> safe = inbound("1");
        eventually(() -> assertEquals(2, disk.count(InboxQueue.NAME)));
        assertFalse(safe.isDone());
        engine.outbox.sync();
        safe.get(5, TimeUnit.SECONDS);
    }

    @Test
    void handsAMessageBackWhenTheDiskFails() {
        disk.broken = true;
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> inbound("0").get(5, TimeUnit.SECONDS));
        assertTrue(failure.getCause() instanceof CloudException, () -> "" + failure);
    }

    @Test
    void keepsWhatWaitsInMemoryWhenTheEngineStops() throws Exception {
        engine.removeOutbox();
        List<CompletableFuture<Void>> safe = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            safe.add(inbound("" + i));
        }
        engine.installOutbox(new MemoryOutbox(disk));
        engine.close();
        for (CompletableFuture<Void> one : safe) {
            one.get(5, TimeUnit.SECONDS);
        }
        engine = new Engine(data, new MemoryOutbox(disk));
        engine.inbox.bindHost(host);
        eventually(() -> assertEquals(numbered(5), host.messages()));
    }

    @Test
    void handsMessagesBackOnceItIsClosed() {
        engine.inbox.close();
        assertThrows(ExecutionException.class, () -> inbound("0").get(5, TimeUnit.SECONDS));
    }

    @Test
    void dropsTheOldestWhenItsBytesAreUsedUp() throws Exception {
        engine.close();
        engine = new Engine(data, new MemoryOutbox(disk), "max_bytes", 1024);
        for (int i = 0; i < 10; i++) {
            inbound(i + "x".repeat(299)).get(5, TimeUnit.SECONDS);
        }
        engine.inbox.bindHost(host);
        eventually(() -> assertEquals(3, host.frames.size()));
        assertTrue(host.messages().get(0).startsWith("7"));
        assertEquals(7, engine.status().path("inbox").path("dropped_inbox").asInt());
    }

    @Test
    void makesRoomInAFullStoreWhateverItsPolicy() throws Exception {
        disk.maxCount = 2;
        for (int i = 0; i < 5; i++) {
            inbound("" + i).get(5, TimeUnit.SECONDS);
        }
        engine.inbox.bindHost(host);
        eventually(() -> assertEquals(List.of("3", "4"), host.messages()));
    }

    @Test
    void waitsForAHostThatBootsAndBelievesOneThatSpeaks() throws Exception {
        host.state = new HostState(true, false, Set.of(), MissingNode.getInstance());
        engine.inbox.bindHost(host);
        inbound("0").get(5, TimeUnit.SECONDS);
        assertEquals(List.of(), host.messages());
        Engine.answer(engine.sub, "MQTT.Sub", "{\"topic\":\"in\"}");
        eventually(() -> assertEquals(numbered(1), host.messages()));
    }

    @Test
    void sendsPartsToAHostThatTakesThem() throws Exception {
        host.maxFrame = 255;
        host.state = FakeHost.known(true, Set.of("RPC.List", HostFrames.PART));
        engine.inbox.bindHost(host);
        String text = "ü\"\\\n😀x".repeat(200);
        inbound(text).get(5, TimeUnit.SECONDS);
        assertEquals(text, String.join("", host.messages()));
        assertEquals(Set.of(HostFrames.PART), Set.copyOf(host.methods));
        JsonNode last = host.frames.get(host.frames.size() - 1);
        assertEquals(host.frames.size(), last.path("part").asInt());
        assertEquals(host.frames.size(), last.path("of").asInt());
    }

    @Test
    void dropsWhatIsTooLargeForAHostWithoutPartsAndGoesOn() throws Exception {
        host.maxFrame = 255;
        engine.inbox.bindHost(host);
        inbound("x".repeat(300)).get(5, TimeUnit.SECONDS);
        inbound("0").get(5, TimeUnit.SECONDS);
        assertEquals(numbered(1), host.messages());
        assertEquals(1, engine.status().path("inbox").path("dropped_inbox").asInt());
    }

    @Test
    void boundsWhatWaitsInMemory() throws Exception {
        engine.removeOutbox();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < WaitingRoom.MAX_COUNT + 10; i++) {
            all.add(inbound("" + i));
        }
        assertEquals(10, all.stream().filter(CompletableFuture::isCompletedExceptionally).count());
    }

    private CompletableFuture<Void> inbound(String text) {
        return engine.inbox
                .accept(new CloudMessage("in", text.getBytes(UTF_8), 1, false))
                .toCompletableFuture();
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
