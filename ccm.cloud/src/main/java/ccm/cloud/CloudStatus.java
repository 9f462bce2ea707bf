package ccm.cloud;

import ccm.api.cloud.CloudState;
import ccm.api.outbox.QueueStatus;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Cloud.Status}: how each cloud is, what waits for it, and what became of the rest. */
@Component(immediate = true)
@RpcName(
        name = "Cloud.Status",
        summary = "How each cloud is, what waits for it, and what became of the rest.",
        firmware = true)
@RpcSchema(
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
                          "name": {
                            "type": "string"
                          },
                          "phase": {
                            "enum": [
                              "IDLE",
                              "CONNECTING",
                              "READY",
                              "BACKOFF",
                              "AWAY"
                            ]
                          },
                          "reason": {
                            "type": "string",
                            "description": "what is wrong and what to do; empty when all is well"
                          },
                          "fault": {
                            "enum": [
                              "NONE",
                              "SETTINGS",
                              "UNREACHABLE",
                              "TLS",
                              "CREDENTIALS",
                              "CLOCK",
                              "POLICY",
                              "DUPLICATE",
                              "THROTTLED",
                              "LOST"
                            ],
                            "description": "the class of the reason, for programs"
                          },
                          "since": {
                            "type": "string",
                            "format": "date-time",
                            "description": "when this phase began"
                          },
                          "attempts": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "queue": {
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
                              "oldest_s": {
                                "type": "integer",
                                "minimum": 0,
                                "description": "age of the oldest message"
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
                            "description": "what waits for it"
                          },
                          "sent": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "failed": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "dead": {
                            "type": "integer",
                            "minimum": 0
                          },
                          "set_aside": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "how many of the dead are kept, see Cloud.Dead; there once one was set aside or asked for"
                          },
                          "dropped_qos0": {
                            "type": "integer",
                            "minimum": 0
                          }
                        },
                        "required": [
                          "name",
                          "phase",
                          "reason",
                          "queue"
                        ]
                      }
                    },
                    "inbox": {
                      "type": "object",
                      "description": "messages that wait for the host"
                    },
                    "subscriptions": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "properties": {
                          "topic": {
                            "type": "string"
                          },
                          "qos": {
                            "type": "integer"
                          },
                          "cloud": {
                            "type": "string"
                          }
                        },
                        "required": [
                          "topic",
                          "qos",
                          "cloud"
                        ]
                      }
                    },
                    "rpc": {
                      "type": "object",
                      "description": "calls that came through a cloud"
                    }
                  },
                  "required": ["clouds", "inbox", "subscriptions"]
                }""",
        answer =
                """
                {
                  "clouds": [
                    {
                      "name": "mqtt",
                      "phase": "READY",
                      "reason": "",
                      "fault": "NONE",
                      "since": "2026-11-26T22:00:00Z",
                      "attempts": 0,
                      "queue": {
                        "count": 2,
                        "bytes": 310,
                        "oldest_s": 1,
                        "dropped": 0,
                        "rejected": 0,
                        "damaged": 0
                      },
                      "sent": 12,
                      "failed": 0,
                      "dead": 0,
                      "dropped_qos0": 0
                    }
                  ],
                  "inbox": {"waiting": 0, "told": 3, "dropped_inbox": 0, "refused": 0},
                  "subscriptions": [{"topic": "t/#", "qos": 1, "cloud": ""}]
                }""")
public final class CloudStatus implements RpcMethod {
    private static final long MILLIS = 1000;

    private final Clouds clouds;
    private final Inbox inbox;
    private final Subscriptions subscriptions;
    private final MqttRpc rpc;

    @Activate
    public CloudStatus(
            @Reference Clouds clouds,
            @Reference Inbox inbox,
            @Reference Subscriptions subscriptions,
            @Reference MqttRpc rpc) {
        this.clouds = clouds;
        this.inbox = inbox;
        this.subscriptions = subscriptions;
        this.rpc = rpc;
    }

    @Override
    public JsonNode call(RpcCall call) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        ArrayNode list = status.putArray("clouds");
        clouds.enabled().forEach(cloud -> list.add(of(cloud)));
        status.set("inbox", of(inbox.figures()));
        ArrayNode filters = status.putArray("subscriptions");
        subscriptions.all().forEach(subscription -> filters.add(subscription.json()));
        status.set("rpc", of(rpc.figures()));
        return status;
    }

    private static ObjectNode of(RpcCalls.Figures figures) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        figures.filters().forEach(json.putArray("topics")::add);
        return json.put("waiting", figures.waiting())
                .put("calls", figures.taken())
                .put("answers", figures.answered())
                .put("dropped", figures.dropped());
    }

    private static ObjectNode of(Cloud cloud) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", cloud.name());
        cloud.connector()
                .ifPresentOrElse(
                        connector -> state(json, connector.state()),
                        () ->
                                json.put("phase", "AWAY")
                                        .put("reason", "its bundle is being swapped"));
        ObjectNode queue = json.putObject("queue");
        cloud.queue().ifPresent(here -> figures(queue, here.status()));
        cloud.dead().count().ifPresent(count -> json.put("set_aside", count));
        Tally tally = cloud.tally();
        return json.put("sent", tally.sent.sum())
                .put("failed", tally.failed.sum())
                .put("dead", tally.dead.sum())
                .put("dropped_qos0", tally.droppedQos0.sum());
    }

    private static void state(ObjectNode json, CloudState state) {
        json.put("phase", state.phase().name())
                .put("reason", state.reason())
                .put("fault", state.fault().name())
                .put("since", state.since().toString())
                .put("attempts", state.attempts());
    }

    private static ObjectNode of(Inbox.Figures figures) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        figures.stored().ifPresent(status -> figures(json, status));
        return json.put("waiting", figures.waiting())
                .put("told", figures.told())
                .put("dropped_inbox", figures.dropped())
                .put("refused", figures.refused());
    }

    private static void figures(ObjectNode json, QueueStatus status) {
        long age =
                status.oldestMillis() == 0
                        ? 0
                        : (System.currentTimeMillis() - status.oldestMillis()) / MILLIS;
        json.put("count", status.count())
                .put("bytes", status.bytes())
                .put("oldest_s", Math.max(0, age))
                .put("dropped", status.dropped())
                .put("rejected", status.rejected())
                .put("damaged", status.damaged());
    }
}
