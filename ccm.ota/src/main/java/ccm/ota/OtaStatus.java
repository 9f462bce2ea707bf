package ccm.ota;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.Status}: how an update stands. */
@Component
@RpcName(
        name = "OTA.Status",
        summary = "How an update of the host stands, or how the last one ended.")
@RpcSchema(
        result =
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
                }""",
        answer =
                """
                {
                  "state": 0,
                  "msg": "idle",
                  "is_committed": true,
                  "commit_timeout": 0,
                  "partition": 0,
                  "progress_percent": 0
                }""")
public final class OtaStatus implements RpcMethod {
    private final HostUpdater updater;

    @Activate
    public OtaStatus(@Reference HostUpdater updater) {
        this.updater = updater;
    }

    @Override
    public JsonNode call(RpcCall call) {
        return StatusJson.of(updater.status());
    }
}
