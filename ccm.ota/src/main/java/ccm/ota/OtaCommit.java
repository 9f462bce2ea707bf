package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.Commit}: takes the new firmware for good. */
@Component
@RpcName(
        name = "OTA.Commit",
        summary = "Takes the new firmware for good; a host that answers is committed by itself.")
@RpcSchema(errors = {"-1 nothing to commit: the firmware is committed already"})
public final class OtaCommit implements RpcMethod {
    private final HostUpdater updater;

    @Activate
    public OtaCommit(@Reference HostUpdater updater) {
        this.updater = updater;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        try {
            updater.commit();
            return NullNode.instance;
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e).onNetwork(-1, e.getMessage());
        }
    }
}
