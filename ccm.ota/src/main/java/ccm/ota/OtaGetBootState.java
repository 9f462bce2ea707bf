package ccm.ota;

import ccm.api.firmware.UpdateStatus;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.GetBootState}: what the host runs and can go back to. */
@Component
@RpcName(
        name = "OTA.GetBootState",
        summary =
                "What the host runs and can go back to: slot 0 is its memory, slot 1 the kept image.")
@RpcSchema(
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "active_slot": {"type": "integer"},
                    "is_committed": {"type": "boolean"},
                    "revert_slot": {"type": "integer", "description": "0 when nothing is kept"},
                    "commit_timeout": {"type": "integer", "description": "seconds"}
                  },
                  "required": ["active_slot", "is_committed", "revert_slot", "commit_timeout"]
                }""",
        answer =
                """
                {"active_slot": 0, "is_committed": true, "revert_slot": 1, "commit_timeout": 0}""")
public final class OtaGetBootState implements RpcMethod {
    private final HostUpdater updater;

    @Activate
    public OtaGetBootState(@Reference HostUpdater updater) {
        this.updater = updater;
    }

    @Override
    public JsonNode call(RpcCall call) {
        UpdateStatus status = updater.status();
        return JsonNodeFactory.instance
                .objectNode()
                .put("active_slot", 0)
                .put("is_committed", status.committed())
                .put("revert_slot", updater.keeps() ? 1 : 0)
                .put("commit_timeout", status.commitTimeout().toSeconds());
    }
}
