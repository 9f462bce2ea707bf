package ccm.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class LogReadTest {
    private static final Logger LOG = Logger.getLogger("ccm.core.log.LogReadTest");

    private final LogTail tail = new LogTail();
    private final LogRead read = new LogRead(tail);

    @BeforeEach
    void open() {
        tail.open();
    }

    @AfterEach
    void close() throws InterruptedException {
        tail.close();
    }

    @Test
    void readsWhatWasLoggedAndGoesOnFromThere() throws Exception {
        LOG.info("one");
        LOG.log(Level.WARNING, "{0} and\n three", "two");
        JsonNode answer = call("{}").get();
        assertEquals("LogReadTest: one", answer.at("/lines/0/text").textValue());
        assertEquals("info", answer.at("/lines/0/level").textValue());
        assertEquals("LogReadTest: two and three", answer.at("/lines/1/text").textValue());
        assertEquals("warn", answer.at("/lines/1/level").textValue());
        assertEquals(2, answer.path("last").intValue());
        assertEquals("{\"lines\":[],\"last\":2}", call("{'after':2}").get().toString());
        LOG.info("four");
        assertEquals(
                "LogReadTest: four", call("{'after':2}").get().at("/lines/0/text").textValue());
    }

    @Test
    void waitsForTheNextLine() throws Exception {
        CompletableFuture<JsonNode> answer = call("{'wait_ms':60000}");
        assertFalse(answer.isDone());
        LOG.info("at last");
        assertEquals(
                "LogReadTest: at last",
                answer.get(10, TimeUnit.SECONDS).at("/lines/0/text").textValue());
    }

    @Test
    void answersWithNothingWhenTheTimeIsUp() throws Exception {
        JsonNode answer = call("{'wait_ms':10}").get(10, TimeUnit.SECONDS);
        assertEquals("{\"lines\":[],\"last\":0}", answer.toString());
    }

    @Test
    void aNumberOfAnEarlierRunShowsAll() throws Exception {
        LOG.info("one");
        assertEquals(1, call("{'after':900}").get().path("lines").size());
    }

    @Test
    void whoeverIsTooManyIsAnsweredAtOnce() throws Exception {
        List<CompletableFuture<JsonNode>> waiting = new ArrayList<>();
        for (int i = 0; i < LogTail.MAX_WAITING; i++) {
            waiting.add(call("{'wait_ms':60000}"));
        }
        assertEquals(0, call("{'wait_ms':60000}").get(1, TimeUnit.SECONDS).path("last").intValue());
        tail.close();
        for (CompletableFuture<JsonNode> each : waiting) {
            assertEquals(0, each.get(1, TimeUnit.SECONDS).path("last").intValue());
        }
    }

    @Test
    void keepsTheEndOnly() throws Exception {
        for (int i = 1; i <= 3000; i++) {
            LOG.info("line " + i);
        }
        JsonNode answer = call("{'max':1000}").get();
        assertTrue(answer.at("/lines/0/text").textValue().endsWith("line 2001"));
        assertEquals(2001, answer.at("/lines/0/seq").intValue());
        assertEquals(1000, answer.path("lines").size());
        LOG.info("x".repeat(5000));
        answer = call("{'after':3000}").get();
        assertTrue(answer.at("/lines/0/text").textValue().length() < 1100);
    }

    @Test
    void showsNoSecrets() {
        for (String text :
                List.of(
                        "{\"user\":\"joe\",\"pass\":\"hunter2\"}",
                        "password=hunter2",
                        "wifi.sta.pass: hunter2 is wrong",
                        "token='hunter2', x",
                        "-----BEGIN EC PRIVATE KEY-----\nhunter2")) {
            assertFalse(LogText.clean(text).contains("hunter2"), LogText.clean(text));
        }
        assertEquals("passes: 3 of 4", LogText.clean("passes: 3 of 4"));
    }

    private CompletableFuture<JsonNode> call(String params) throws RpcException {
        try {
            JsonNode parsed = new ObjectMapper().readTree(params.replace('\'', '"'));
            RpcPeer peer = RpcPeer.local("test");
            return read.call(new RpcCall("Log.Read", parsed, peer, false)).toCompletableFuture();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
