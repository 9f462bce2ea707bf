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
        result = StatusJson.SCHEMA,
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
