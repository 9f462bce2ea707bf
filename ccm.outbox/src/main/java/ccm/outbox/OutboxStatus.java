package ccm.outbox;

import ccm.api.outbox.QueueStatus;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Outbox.Status}: what each queue holds, and what it may hold. */
@Component
@RpcName(name = "Outbox.Status", summary = "Tells what each queue to a cloud holds and may hold.")
@RpcSchema(
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "queues": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "object",
                        "properties": {
                          "count": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "bytes": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "oldest_age_s": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "dropped": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "rejected": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "damaged": {
                            "type": "integer",
                            "minimum": 0
                          }
                        },
                        "required": [
                          "count",
                          "bytes",
                          "oldest_age_s",
                          "dropped",
                          "rejected",
                          "damaged"
                        ]
                      }
                    },
                    "limits": {
                      "type": "object",
                      "properties": {
                        "max_bytes": {"type": "integer"},
                        "max_count": {"type": "integer"},
                        "max_age_s": {"type": "integer"},
                        "max_record": {"type": "integer"},
                        "full_policy": {
                          "enum": [
                            "reject",
                            "drop-oldest"
                          ]
                        }
                      },
                      "required": [
                        "max_bytes",
                        "max_count",
                        "max_age_s",
                        "max_record",
                        "full_policy"
                      ]
                    }
                  },
                  "required": ["queues", "limits"]
                }""",
        answer =
                """
                {
                  "queues": {
                    "mqtt": {
                      "count": 2,
                      "bytes": 310,
                      "oldest_age_s": 1,
                      "dropped": 0,
                      "rejected": 0,
                      "damaged": 0
                    }
                  },
                  "limits": {
                    "max_bytes": 268435456,
                    "max_count": 1000000,
                    "max_age_s": 0,
                    "max_record": 65536,
                    "full_policy": "reject"
                  }
                }""")
public final class OutboxStatus implements RpcMethod {
    private final SegmentOutbox outbox;

    @Activate
    public OutboxStatus(@Reference SegmentOutbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public JsonNode call(RpcCall call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode queues = answer.putObject("queues");
        for (LogQueue queue : outbox.queues()) {
            put(queues.putObject(queue.name()), queue.status());
        }
        QueueLimits limits = outbox.limits();
        answer.putObject("limits")
                .put("max_bytes", limits.maxBytes())
                .put("max_count", limits.maxCount())
                .put("max_age_s", limits.maxAgeMillis() / 1000)
                .put("max_record", limits.maxRecord())
                .put("full_policy", limits.dropOldest() ? "drop-oldest" : "reject");
        return answer;
    }

    private static void put(ObjectNode queue, QueueStatus status) {
        long age =
                status.oldestMillis() == 0
                        ? 0
                        : Math.max(0, System.currentTimeMillis() - status.oldestMillis()) / 1000;
        queue.put("count", status.count())
                .put("bytes", status.bytes())
                .put("oldest_age_s", age)
                .put("dropped", status.dropped())
                .put("rejected", status.rejected())
                .put("damaged", status.damaged());
    }
}
