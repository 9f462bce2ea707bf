package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.Begin}: begins an update whose bundle comes by {@code OTA.Write}. */
@Component
@RpcName(
        name = "OTA.Begin",
        args = "{timeout: %d, commit_timeout: %d, size: %d, ignore_same_version: %B}",
        summary =
                "Begins an update of the host; its bundle comes by OTA.Write. One that the same caller"
                        + " has begun and not ended is given up for it.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "size": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "bytes of the bundle; 0 when unknown"
                    },
                    "timeout": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "seconds without progress; 0 takes update.timeout"
                    },
                    "commit_timeout": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "seconds for the new firmware to answer; 0 takes the settings"
                    },
                    "ignore_same_version": {
                      "type": "boolean",
                      "default": false,
                      "description": "succeed at once when the host runs it already"
                    }
                  }
                }""",
        result =
                """
{"type":"boolean","const":true}""",
        errors = {
            "503 Another update is in progress.",
            "503 host.ota.enable is false",
            "503 the disk is full",
            "400 a bundle may not be that large"
        },
        example = "{\"size\":70123,\"commit_timeout\":300}",
        answer = "true")
public final class OtaBegin implements RpcMethod {
    private final Uploads uploads;

    @Activate
    public OtaBegin(@Reference Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        try {
            uploads.begin(call.peer(), OtaOptions.of(call));
            return BooleanNode.TRUE;
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e);
        }
    }
}
