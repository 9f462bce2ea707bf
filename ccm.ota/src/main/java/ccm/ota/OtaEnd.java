package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.End}: all of the bundle has come. */
@Component
@RpcName(
        name = "OTA.End",
        summary = "Checks the bundle and begins to write it; OTA.Status says how it goes on.")
@RpcSchema(
        result =
                """
{"type":"boolean","const":true}""",
        errors = {
            "400 the bundle is damaged, not for this host, or its signature is wrong; the text says which",
            "400 the image does not fit the chip",
            "500 no update is in progress"
        },
        answer = "true")
public final class OtaEnd implements DeferredRpcMethod {
    private final Uploads uploads;

    @Activate
    public OtaEnd(@Reference Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        try {
            return OtaErrors.answer(call, uploads.end(), checked -> BooleanNode.TRUE);
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e);
        }
    }
}
