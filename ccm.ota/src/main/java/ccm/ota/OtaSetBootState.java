package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.SetBootState}: commits or reverts, as its slots say. */
@Component
@RpcName(
        name = "OTA.SetBootState",
        args = "{active_slot: %d, is_committed: %B, revert_slot: %d, commit_timeout: %d}",
        summary = "Commits with is_committed true, goes back to the kept image with active_slot 1.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "active_slot": {"type": "integer", "minimum": 0, "maximum": 1},
                    "is_committed": {"type": "boolean"},
                    "revert_slot": {"type": "integer", "minimum": 0, "maximum": 1},
                    "commit_timeout": {"type": "integer", "minimum": 0}
                  }
                }""",
        errors = {"500 no image is kept to go back to", "503 Another update is in progress."},
        example = "{\"is_committed\":true}")
public final class OtaSetBootState implements DeferredRpcMethod {
    private final HostUpdater updater;

    @Activate
    public OtaSetBootState(@Reference HostUpdater updater) {
        this.updater = updater;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        try {
            int slot = call.in().number("active_slot", 0, 0, 1);
            call.in().number("revert_slot", 0, 0, 1);
            call.in().number("commit_timeout", 0, 0, Integer.MAX_VALUE);
            boolean commits = call.in().flag("is_committed", false);
            if (slot == 1) {
                return OtaErrors.answer(call, updater.revert(), OtaErrors::nothing);
            }
            if (commits && !updater.status().committed()) {
                updater.commit();
            }
            return CompletableFuture.completedFuture(NullNode.instance);
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e);
        }
    }
}
