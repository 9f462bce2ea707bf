package ccm.core.log;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Log.Read}: the lines of the log that come after one, waiting for the next if need be. */
@Component
@RpcName(
        name = "Log.Read",
        args = "{after: %ld, wait_ms: %d, max: %d}",
        summary = "The last lines of the log. Ask again with after = last to follow it.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "after": {
                      "type": "integer",
                      "minimum": 0,
                      "default": 0,
                      "description": "only lines with a higher number; one of an earlier run counts as 0"
                    },
                    "wait_ms": {
                      "type": "integer",
                      "minimum": 0,
                      "maximum": 60000,
                      "default": 0,
                      "description": "how long to wait when there is none yet"
                    },
                    "max": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
                  }
                }""",
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "lines": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "properties": {
                          "seq": {"type": "integer"},
                          "time": {"type": "string", "format": "date-time"},
                          "level": {"enum": ["error", "warn", "info", "debug", "trace"]},
                          "text": {"type": "string"}
                        },
                        "required": ["seq", "time", "level", "text"]
                      }
                    },
                    "last": {
                      "type": "integer",
                      "description": "the number of the last of these lines, to ask on with"
                    }
                  },
                  "required": ["lines", "last"]
                }""",
        example =
                """
                {"after": 0, "wait_ms": 0}""",
        answer =
                """
                {
                  "lines": [
                    {
                      "seq": 1,
                      "time": "2026-11-26T22:00:00.120Z",
                      "level": "info",
                      "text": "LogLevel: debug.level: now INFO"
                    }
                  ],
                  "last": 1
                }""")
public final class LogRead implements DeferredRpcMethod {
    private static final int USUAL_LINES = 100;
    private static final int MOST_LINES = 1000;
    private static final int MOST_CHARS = 32_768;
    private static final int LONGEST_WAIT = 60_000;

    private final LogTail tail;

    @Activate
    public LogRead(@Reference LogTail tail) {
        this.tail = tail;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        long given = call.in().number("after", 0, 0, Integer.MAX_VALUE);
        long after = given > tail.ring().last() ? 0 : given; // that was an earlier run
        int wait = call.in().number("wait_ms", 0, 0, LONGEST_WAIT);
        int max = call.in().number("max", USUAL_LINES, 1, MOST_LINES);
        JsonNode now = lines(after, max);
        if (wait == 0 || !now.path("lines").isEmpty()) {
            return CompletableFuture.completedStage(now);
        }
        return tail.more(after, wait).thenApply(more -> lines(after, max));
    }

    private JsonNode lines(long after, int max) {
        List<LogRing.Line> found = tail.ring().after(after, max, MOST_CHARS);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode lines = answer.putArray("lines");
        for (LogRing.Line line : found) {
            lines.addObject()
                    .put("seq", line.seq())
                    .put("time", Instant.ofEpochMilli(line.millis()).toString())
                    .put("level", line.level())
                    .put("text", line.text());
        }
        long last = found.isEmpty() ? after : found.get(found.size() - 1).seq();
        return answer.put("last", last);
    }
}
