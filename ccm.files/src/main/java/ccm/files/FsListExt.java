package ccm.files;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code FS.ListExt}: the names of the files, and their sizes. */
@Component
@RpcName(
        name = "FS.ListExt",
        args = "{path: %Q}",
        summary = "The names of the files and their sizes in bytes.")
@RpcSchema(
        params = FsList.PARAMS,
        result =
                """
                {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "name": {"type": "string"},
                      "size": {"type": "integer"}
                    },
                    "required": ["name", "size"]
                  }
                }""",
        errors = "400 the path is another than / : there is one flat folder",
        example = "{\"path\":\"/\"}",
        answer = "[{\"name\":\"ca.pem\",\"size\":1281}]")
public final class FsListExt implements DeferredRpcMethod {
    private final FileStore files;

    @Activate
    public FsListExt(@Reference FileStore files) {
        this.files = files;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        FsList.checkPath(call);
        return files.sizes(call.method())
                .thenApply(
                        sizes -> {
                            ArrayNode list = JsonNodeFactory.instance.arrayNode();
                            sizes.forEach(
                                    (name, size) ->
                                            list.addObject().put("name", name).put("size", size));
                            return list;
                        });
    }
}
