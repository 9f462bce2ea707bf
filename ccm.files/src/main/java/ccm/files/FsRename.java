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

/** {@code FS.Rename}: gives a file another name. */
@Component
@RpcName(
        name = "FS.Rename",
        args = "{src: %Q, dst: %Q}",
        summary = "Gives a file another name, over one that has it.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "src": {"type": "string"},
                    "dst": {"type": "string", "maxLength": 63}
                  },
                  "required": ["src", "dst"]
                }""",
        errors = {
            "400 src is required",
            "400 dst is required",
            "403 a setting names the file as a private key or a password file",
            "500 rename failed"
        },
        example = "{\"src\":\"note.txt\",\"dst\":\"old.txt\"}")
public final class FsRename implements DeferredRpcMethod {
    private final FileStore files;

    @Activate
    public FsRename(@Reference FileStore files) {
        this.files = files;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        FileName from = FileName.of(call.method(), "src", call.in().text("src", ""));
        FileName to = FileName.of(call.method(), "dst", call.in().text("dst", ""));
        return files.rename(call.method(), from, to).thenApply(done -> NullNode.getInstance());
    }
}
