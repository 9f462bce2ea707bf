package ccm.files;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code FS.Put}: writes a part of a file. */
@Component
@RpcName(
        name = "FS.Put",
        args = "{filename: %Q, data: %V, append: %B, offset: %ld}",
        summary = "Writes a part of a file; offset 0 starts it anew.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "filename": {"type": "string", "maxLength": 63},
                    "data": {"type": "string", "contentEncoding": "base64"},
                    "offset": {
                      "type": "integer",
                      "minimum": -1,
                      "default": -1,
                      "description": "where the part begins; 0 starts the file anew, -1 leaves it to append"
                    },
                    "append": {"type": "boolean", "default": false}
                  },
                  "required": ["filename", "data"]
                }""",
        errors = {
            "400 filename is required",
            "400 data is required",
            "400 illegal offset",
            "400 the name is a path, hidden, longer than 63 characters or not plain ASCII",
            "403 a private key would be changed in its middle",
            "503 fs.max_file, fs.max_bytes or fs.max_files is reached"
        },
        example = "{\"filename\":\"note.txt\",\"offset\":0,\"append\":false,\"data\":\"aGVsbG8K\"}")
public final class FsPut implements DeferredRpcMethod {
    private final FileStore files;

    @Activate
    public FsPut(@Reference FileStore files) {
        this.files = files;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        FileName name = FileName.of(call.method(), "filename", call.in().text("filename", ""));
        int offset = call.in().number("offset", -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (offset < -1) {
            throw new Refusal(call.method()).badRequest("illegal offset");
        }
        boolean append = call.in().flag("append", false);
        return files.write(call.method(), name, new Writer.Part(offset, append, data(call)))
                .thenApply(whole -> NullNode.getInstance());
    }

    private static byte[] data(RpcCall call) throws RpcException {
        if (!call.in().has("data")) {
            throw new Refusal(call.method()).badRequest("data is required");
        }
        try {
            return Base64.getDecoder().decode(call.in().text("data"));
        } catch (IllegalArgumentException e) {
            throw new Refusal(call.method())
                    .badRequest("data is no base64 (" + e.getMessage() + ")");
        }
    }
}
