package ccm.core.host;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code Link.Status}: what happened on each link, counted since the link or this bundle started.
 * The host is told of its own link alone.
 */
@Component
@RpcName(name = "Link.Status", summary = "What happened on each link, as counters.")
@RpcSchema(
        result =
                """
                {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "channel": {"type": "string"},
                      "address": {"type": "string"},
                      "up": {"type": "boolean"},
                      "crc": {
                        "type": "boolean",
                        "description": "frames carry checksums"
                      }
                    },
                    "required": ["channel", "address", "up", "crc"],
                    "additionalProperties": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "a counter; absent when it is 0"
                    }
                  }
                }""",
        answer =
                """
                [
                  {
                    "channel": "UART",
                    "address": "/dev/ttyUSB0",
                    "up": true,
                    "crc": false,
                    "frames_in": 12,
                    "frames_out": 12
                  }
                ]""")
public final class LinkStatus implements RpcMethod {
    private final FrameRouter router;

    @Activate
    public LinkStatus(@Reference FrameRouter router) {
        this.router = router;
    }

    @Override
    public JsonNode call(RpcCall call) {
        ArrayNode links = JsonNodeFactory.instance.arrayNode();
        router.conversations().stream()
                .filter(link -> !call.peer().isHost() || link.peer().equals(call.peer()))
                .forEach(link -> add(links, link));
        return links;
    }

    private static void add(ArrayNode links, Conversation link) {
        links.addObject()
                .put("channel", link.peer().channel())
                .put("address", link.peer().address())
                .put("up", link.link().isUp())
                .put("crc", link.crcInUse())
                .setAll(link.counters().json());
    }
}
