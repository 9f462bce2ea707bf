package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.StoredRecord;
import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code Cloud.Dead} shows and clears. */
@ExtendWith(Quiet.class)
class DeadLettersTest {
    private static final String NAME = "Cloud.Dead";

    @TempDir Path data;
    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
    private Engine engine;
    private FakeCloud cloud;

    @BeforeEach
    void start() {
        engine = new Engine(data, new MemoryOutbox(disk));
        cloud = engine.install(new FakeCloud("mqtt")).ready();
        cloud.refused = message -> message.topic().startsWith("bad");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void showsWhatWasSetAsideAndWhyAndLetsTheRestFlow() throws Exception {
        engine.publish("t", "1", 1);
        engine.publish("bad/x", "secret", 1);
        engine.publish("t", "2", 1);
        engine.eventuallyReceived(cloud, List.of("t=1", "t=2"));
        eventually(() -> assertEquals(1, engine.statusOf(0).path("set_aside").asInt()));
        JsonNode shown = dead("{}");
        assertEquals("mqtt", shown.path("name").textValue());
        assertEquals(1, shown.path("count").intValue());
        JsonNode one = shown.path("messages").path(0);
        assertEquals("bad/x", one.path("topic").textValue());
        assertEquals(6, one.path("size").intValue());
        assertEquals("payload not wanted", one.path("reason").textValue());
        assertTrue(one.path("time").asText().startsWith("20"), one.toString());
        assertTrue(one.path("payload").isMissingNode());
        assertEquals(
                "secret",
                dead("{\"payload\":true}").path("messages").path(0).path("payload").textValue());
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        for (int i = 0; i < 30; i++) {
            engine.publish("bad/" + i, "x", 1);
        }
        eventually(() -> assertEquals(30, engine.statusOf(0).path("dead").asInt()));
        JsonNode shown = dead("{\"max\":2}");
        List<String> topics = new ArrayList<>();
        shown.path("messages").forEach(one -> topics.add(one.path("topic").asText()));
        assertEquals(List.of("bad/29", "bad/28"), topics);
        assertEquals(30, shown.path("count").intValue());
        assertEquals(20, dead("{}").path("messages").size());
    }

    @Test
    void keepsThemOverARestartUntilTheyAreCleared() throws Exception {
        engine.publish("bad", "x", 1);
        eventually(() -> assertEquals(1, engine.statusOf(0).path("dead").asInt()));
        engine.close();
        engine = new Engine(data, new MemoryOutbox(disk));
        cloud = engine.install(new FakeCloud("mqtt"));
        assertTrue(engine.statusOf(0).path("set_aside").isMissingNode(), "opened for nothing");
        JsonNode cleared = dead("{\"clear\":true}");
        assertEquals(1, cleared.path("cleared").intValue());
        assertEquals(1, cleared.path("messages").size());
        assertEquals(0, cleared.path("count").intValue());
        assertEquals(0, disk.count("mqtt.dead"));
    }

    @Test
    void makesTheOldestMakeRoom() {
        DeadLetters letters = new DeadLetters("x", engine.store);
        for (int i = 0; i < DeadLetters.MAX_COUNT + 5; i++) {
            letters.keep(new StoredRecord(i + 1, 1, new byte[] {1}), "r" + i);
        }
        assertEquals(DeadLetters.MAX_COUNT, disk.count("x.dead"));
        byte[] large = new byte[250_000];
        for (int i = 0; i < 40; i++) {
            letters.keep(new StoredRecord(i + 1, 1, large), "large");
        }
        assertEquals(DeadLetters.MAX_BYTES / (large.length + 12), disk.count("x.dead"));
    }

    @Test
    void cutsWhatIsLargerThanARecord() throws Exception {
        disk.maxRecord = 40;
        DeadLetters letters = new DeadLetters("x", engine.store);
        byte[] record = StoredMessage.record(new byte[] {'t'}, new byte[100], 1, false);
        letters.keep(new StoredRecord(1, 1, record), "too large");
        DeadLetter one = letters.newest(1).get(0);
        assertEquals("t", one.topic());
        assertEquals(100, one.size());
        assertEquals(20, one.payload().length);
    }

    @Test
    void showsWhatIsNoTextInBase64AndRefusesWrongParams() throws Exception {
        engine.outbox
                .queue("mqtt")
                .append(
                        StoredMessage.record("bad".getBytes(), new byte[] {(byte) 0xff}, 1, false),
                        ccm.api.outbox.OutboxQueue.Durability.NOW);
        eventually(() -> assertEquals(1, engine.statusOf(0).path("dead").asInt()));
        JsonNode one = dead("{\"payload\":true}").path("messages").path(0);
        assertEquals("/w==", one.path("payload").textValue());
        assertEquals("base64", one.path("encoding").textValue());
        assertThrows(RpcException.class, () -> dead("{\"cloud\":\"gcp\"}"));
        assertThrows(RpcException.class, () -> dead("{\"max\":0}"));
        engine.removeOutbox();
        assertThrows(RpcException.class, () -> dead("{}"));
    }

    private JsonNode dead(String params) throws Exception {
        JsonNode answer = engine.dead.call(Engine.call(NAME, Engine.JSON.readTree(params), false));
        return answer.path("clouds").path(0);
    }
}
