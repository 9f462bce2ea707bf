package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.QueueStatus;
import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code Cloud.Dead}: the messages that clouds would not take, set aside so that the rest flows.
 */
@Component(immediate = true)
@RpcName(
        name = "Cloud.Dead",
        args = "{cloud: %Q, max: %d, payload: %B, clear: %B}",
        summary = "Lists the messages that a cloud would not take, and forgets them when told to.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "cloud": {
                      "type": "string",
                      "description": "the one cloud that is meant; every one without it"
                    },
                    "max": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 100,
                      "default": 20,
                      "description": "how many of the newest to list"
                    },
                    "payload": {
                      "type": "boolean",
                      "default": false,
                      "description": "show what is in them, as far as an answer has room"
                    },
                    "clear": {
                      "type": "boolean",
                      "default": false,
                      "description": "forget all of them, those not listed too"
                    }
                  }
                }""",
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "clouds": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "properties": {
                          "name": {"type": "string"},
                          "count": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "how many are kept, at most 1000"
                          },
                          "oldest_s": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "since when the oldest is kept"
                          },
                          "cleared": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "how many are forgotten now"
                          },
                          "messages": {
                            "type": "array",
                            "items": {
                              "type": "object",
                              "properties": {
                                "topic": {"type": "string"},
                                "size": {
                                  "type": "integer",
                                  "description": "bytes of the payload"
                                },
                                "reason": {"type": "string"},
                                "time": {
                                  "type": "string",
                                  "format": "date-time",
                                  "description": "when it was set aside"
                                },
                                "payload": {"type": "string"},
                                "encoding": {
                                  "const": "base64",
                                  "description": "there when the payload is no UTF-8"
                                }
                              },
                              "required": ["topic", "size", "reason", "time"]
                            }
                          }
                        },
                        "required": ["name", "count", "messages"]
                      }
                    }
                  },
                  "required": ["clouds"]
                }""",
        errors = {"400 there is no such cloud", "503 the store is away"},
        example = "{\"cloud\": \"mqtt\"}",
        answer =
                """
                {
                  "clouds": [
                    {
                      "name": "mqtt",
                      "count": 1,
                      "oldest_s": 60,
                      "messages": [
                        {
                          "topic": "t1",
                          "size": 5,
                          "reason": "the session dropped each time it was sent",
                          "time": "2026-11-26T22:00:00Z"
                        }
                      ]
                    }
                  ]
                }""")
public final class CloudDead implements RpcMethod {
    private static final int USUAL = 20;
    private static final int MOST = 100;
    private static final int PAYLOADS = 24_576; // characters in one answer
    private static final long MILLIS = 1000;

    private final Clouds clouds;

    @Activate
    public CloudDead(@Reference Clouds clouds) {
        this.clouds = clouds;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        Params in = call.in();
        String name = in.text("cloud", "");
        int max = in.number("max", USUAL, 1, MOST);
        int room = in.flag("payload", false) ? PAYLOADS : 0;
        boolean clear = in.flag("clear", false);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("clouds");
        for (Cloud cloud : clouds.named(name, call.method())) {
            try {
                room -= add(list.addObject().put("name", cloud.name()), cloud.dead(), max, room);
                if (clear) {
                    clear((ObjectNode) list.get(list.size() - 1), cloud.dead());
                }
            } catch (OutboxException e) {
                throw Answers.error(call.method(), e);
            }
        }
        return answer;
    }

    private static void clear(ObjectNode json, DeadLetters dead) throws OutboxException {
        json.put("cleared", dead.clear()).put("count", dead.status().count());
    }

    /** Returns how much of the room for payloads is used. */
    private static int add(ObjectNode json, DeadLetters dead, int max, int room)
            throws OutboxException {
        QueueStatus status = dead.status();
        json.put("count", status.count());
        if (status.oldestMillis() > 0) {
            long age = System.currentTimeMillis() - status.oldestMillis();
            json.put("oldest_s", Math.max(0, age / MILLIS));
        }
        int used = 0;
        ArrayNode messages = json.putArray("messages");
        for (DeadLetter letter : dead.newest(max)) {
            ObjectNode one =
                    messages.addObject()
                            .put("topic", letter.topic())
                            .put("size", letter.size())
                            .put("reason", letter.reason())
                            .put("time", letter.when().toString());
            used += payload(one, letter.payload(), room - used);
        }
        return used;
    }

    private static int payload(ObjectNode json, byte[] payload, int room) {
        if (payload.length > room || room == 0) {
            return 0;
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
            json.put("payload", text);
        } catch (CharacterCodingException e) { // no text, so it is shown in another way
            json.put("payload", Base64.getEncoder().encodeToString(payload))
                    .put("encoding", "base64");
        }
        return payload.length;
    }
}
