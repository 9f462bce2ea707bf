package ccm.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxException.Kind;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.OutboxQueue.Durability;
import ccm.testing.Configs;
import ccm.testing.Eventually;
import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class SegmentOutboxTest {
    @TempDir Path data;

    @Test
    void givesTheSameQueueForTheSameName() throws Exception {
        SegmentOutbox outbox = open();
        assertSame(outbox.queue("mqtt"), outbox.queue("mqtt"));
        outbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                ".",
                "a/b",
                "UP",
                "a b",
                "x1234567890123456789012345678901234567890"
            })
    void refusesANameThatIsNoFolder(String name) {
        SegmentOutbox outbox = open();
        assertThrows(IllegalArgumentException.class, () -> outbox.queue(name));
        outbox.close();
    }

    @Test
    void bringsASoonRecordToDiskByItself() throws Exception {
        SegmentOutbox outbox = open();
        CompletableFuture<Long> stored =
                outbox.queue("mqtt").append(new byte[5], Durability.SOON).toCompletableFuture();
        Eventually.eventually(() -> assertTrue(stored.isDone()));
        outbox.close();
    }

    @Test
    void keepsEverythingThroughASwapAndThenRefuses() throws Exception {
        SegmentOutbox outbox = open();
        OutboxQueue queue = outbox.queue("mqtt");
        queue.append(new byte[5], Durability.SOON);
        outbox.close();
        assertEquals(
                Kind.CLOSED, assertThrows(OutboxException.class, () -> queue.read(0, 1)).kind());
        assertEquals(
                Kind.CLOSED,
                assertThrows(OutboxException.class, () -> outbox.queue("mqtt")).kind());
        SegmentOutbox next = open();
        assertEquals(1, next.queue("mqtt").read(0, 10).size());
        next.close();
    }

    @Test
    void aSecondStoreOnTheFolderIsRefusedAndToldWhoHoldsIt() throws Exception {
        SegmentOutbox first = open();
        first.queue("mqtt");
        SegmentOutbox second = open();
        OutboxException held = assertThrows(OutboxException.class, () -> second.queue("mqtt"));
        assertEquals(Kind.STORAGE, held.kind());
        assertTrue(held.getMessage().contains("held by another store of this process"));
        second.close();
        first.close();
    }

    @Test
    void aFolderThatIsNoneIsNamedAndOpensWhenItIsOne() throws Exception {
        Quiet.expectErrors();
        Files.writeString(data.resolve("outbox"), "in the way");
        SegmentOutbox outbox = open();
        OutboxException refused = assertThrows(OutboxException.class, () -> outbox.queue("mqtt"));
        assertTrue(refused.getMessage().contains(data.resolve("outbox/mqtt").toString()));
        Files.delete(data.resolve("outbox"));
        outbox.queue("mqtt").append(new byte[1], Durability.NOW).toCompletableFuture().join();
        outbox.close();
    }

    @Test
    void saysWhatBecomesOfQos0() {
        assertFalse(open().storesQos0());
        assertTrue(
                new SegmentOutbox(data, Configs.of(SegmentOutbox.Config.class, "qos0", "store"))
                        .storesQos0());
    }

    private SegmentOutbox open() {
        return new SegmentOutbox(data, Configs.of(SegmentOutbox.Config.class));
    }
}
