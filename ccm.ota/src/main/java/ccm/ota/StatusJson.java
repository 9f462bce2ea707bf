package ccm.ota;

import ccm.api.firmware.UpdateStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A status as {@code OTA.Status} tells it. */
final class StatusJson {
    /** What {@link #of} gives, as JSON Schema. */
    static final String SCHEMA =
            """
            {
              "type": "object",
              "properties": {
                "state": {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 3,
                  "description": "0 idle, 1 in progress, 2 error, 3 success"
                },
                "msg": {"type": "string"},
                "is_committed": {"type": "boolean"},
                "commit_timeout": {"type": "integer", "description": "seconds"},
                "partition": {"type": "integer"},
                "progress_percent": {"type": "integer", "minimum": 0, "maximum": 100},
                "phase": {"type": "string"},
                "done": {"type": "integer", "description": "bytes of the phase"},
                "total": {"type": "integer", "description": "bytes of the phase, 0 if unknown"},
                "reason": {"type": "string", "description": "why it failed"}
              },
              "required": ["state", "msg", "is_committed", "commit_timeout", "partition",
                "progress_percent"]
            }""";

    private StatusJson() {}

    static JsonNode of(UpdateStatus status) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", status.state().ordinal())
                        .put("msg", status.message())
                        .put("is_committed", status.committed())
                        .put("commit_timeout", status.commitTimeout().toSeconds())
                        .put("partition", 0)
                        .put("progress_percent", status.percent());
        status.phase()
                .ifPresent(
                        phase ->
                                json.put("phase", phase.name().toLowerCase(Locale.ROOT))
                                        .put("done", status.done())
                                        .put("total", status.total()));
        status.reason().ifPresent(reason -> json.put("reason", reason.name()));
        return json;
    }
}
