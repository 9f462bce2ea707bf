package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.CreateSnapshot}: reads what the host runs and keeps it. */
@Component
@RpcName(
        name = "OTA.CreateSnapshot",
        args = "{set_as_revert: %B, commit_timeout: %d}",
        summary =
                "Reads what the host runs and keeps it for OTA.Revert; the host is started again.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "set_as_revert": {"type": "boolean", "default": true},
                    "commit_timeout": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "taken and not used: what runs is not changed"
                    }
                  }
                }""",
        result =
                """
                {
                  "type": "object",
                  "properties": {"slot": {"type": "integer"}},
                  "required": ["slot"]
                }""",
        errors = {
            "503 this gateway has not updated the host yet",
            "503 Another update is in progress."
        },
        example = "{\"set_as_revert\":true}",
        answer = "{\"slot\":1}")
public final class OtaCreateSnapshot implements DeferredRpcMethod {
    private final HostUpdater updater;

    @Activate
    public OtaCreateSnapshot(@Reference HostUpdater updater) {
        this.updater = updater;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        try {
            if (!call.in().flag("set_as_revert", true)) {
                throw RpcException.invalidParams(
                        call.method()
                                + ": set_as_revert is false, but there is one slot, the one to revert"
                                + " to. Leave it out.");
            }
            call.in().number("commit_timeout", 0, 0, Integer.MAX_VALUE);
            return OtaErrors.answer(
                    call,
                    updater.snapshot(),
                    end -> JsonNodeFactory.instance.objectNode().put("slot", 1));
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e);
        }
    }
}
