package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.Base64;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.Write}: takes a chunk of the bundle. */
@Component
@RpcName(
        name = "OTA.Write",
        args = "{offset: %d, data: %Q}",
        summary =
                "Takes the next bytes of the bundle; one that is repeated at its offset is taken once.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "offset": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "where the bytes belong in the bundle; absent: at its end"
                    },
                    "data": {"type": "string", "contentEncoding": "base64"}
                  },
                  "required": ["data"]
                }""",
        result =
                """
{"type":"boolean","const":true}""",
        errors = {
            "400 data is no base64",
            "400 offset is not where the bundle ends",
            "400 Malformed archive (invalid file header)",
            "500 no update is in progress",
            "500 Update timed out",
            "503 the disk is full"
        },
        example = "{\"offset\":0,\"data\":\"UEsDBA==\"}",
        answer = "true")
public final class OtaWrite implements RpcMethod {
    private final Uploads uploads;

    @Activate
    public OtaWrite(@Reference Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        try {
            long offset =
                    call.in().has("offset")
                            ? call.in().number("offset", 0, 0, Integer.MAX_VALUE)
                            : -1;
            uploads.write(offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset), data(call));
            return BooleanNode.TRUE;
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e);
        }
    }

    private static byte[] data(RpcCall call) throws RpcException {
        String text = call.in().text("data");
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw RpcException.invalidParams(
                    call.method() + ": data is no base64 (" + e.getMessage() + ")");
        }
    }
}
