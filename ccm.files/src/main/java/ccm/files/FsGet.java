package ccm.files;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code FS.Get}: a part of a file; none of a private key. */
@Component
@RpcName(
        name = "FS.Get",
        args = "{filename: %Q, offset: %ld, len: %ld}",
        summary = "Reads a part of a file. Private keys and password files are never read.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "filename": {"type": "string"},
                    "offset": {"type": "integer", "minimum": 0, "default": 0},
                    "len": {
                      "type": "integer",
                      "minimum": -1,
                      "default": -1,
                      "description": "at most so many bytes; -1 for all, up to 65536"
                    }
                  },
                  "required": ["filename"]
                }""",
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "data": {"type": "string", "contentEncoding": "base64"},
                    "left": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "bytes behind this part"
                    }
                  },
                  "required": ["data", "left"]
                }""",
        errors = {
            "400 filename is required",
            "400 illegal offset",
            "400 failed to open file \"x\"",
            "403 the file holds or is named as a private key or a password file",
            "503 the file is larger than fs.max_file"
        },
        example = "{\"filename\":\"ca.pem\",\"offset\":0,\"len\":12}",
        answer = "{\"data\":\"LS0tLS1CRUdJTiBD\",\"left\":1269}")
public final class FsGet implements DeferredRpcMethod {
    private static final int LARGEST_PART = 65_536;

    private final FileStore files;

    @Activate
    public FsGet(@Reference FileStore files) {
        this.files = files;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        FileName name = FileName.of(call.method(), "filename", call.in().text("filename", ""));
        int offset = call.in().number("offset", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (offset < 0) {
            throw new Refusal(call.method()).badRequest("illegal offset");
        }
        int length = call.in().number("len", -1, -1, Integer.MAX_VALUE);
        int most = length < 0 ? LARGEST_PART : Math.min(length, LARGEST_PART);
        return files.read(call.method(), name, offset, most)
                .thenApply(
                        part ->
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put(
                                                "data",
                                                Base64.getEncoder().encodeToString(part.data()))
                                        .put("left", part.left()));
    }
}
