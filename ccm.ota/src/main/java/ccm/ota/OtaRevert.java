package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.Revert}: puts the kept image back. */
@Component
@RpcName(
        name = "OTA.Revert",
        summary = "Puts the firmware back that the host ran before; answers when it runs.")
@RpcSchema(
        errors = {
            "-1 no image is kept to go back to",
            "-1 Another update is in progress.",
            "500 the kept firmware could not be written, or does not answer"
        })
public final class OtaRevert implements DeferredRpcMethod {
    private final HostUpdater updater;

    @Activate
    public OtaRevert(@Reference HostUpdater updater) {
        this.updater = updater;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        try {
            return OtaErrors.answer(call, updater.revert(), OtaErrors::nothing);
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e).onNetwork(-1, e.getMessage());
        }
    }
}
