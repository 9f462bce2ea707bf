package ccm.files;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code FS.Remove}: removes a file. */
@Component
@RpcName(name = "FS.Remove", args = "{filename: %Q}", summary = "Removes a file.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {"filename": {"type": "string"}},
                  "required": ["filename"]
                }""",
        errors = {"400 filename is required", "500 remove failed"},
        example = "{\"filename\":\"note.txt\"}")
public final class FsRemove implements DeferredRpcMethod {
    private final FileStore files;

    @Activate
    public FsRemove(@Reference FileStore files) {
        this.files = files;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        FileName name = FileName.of(call.method(), "filename", call.in().text("filename", ""));
        return files.remove(call.method(), name).thenApply(done -> NullNode.getInstance());
    }
}
