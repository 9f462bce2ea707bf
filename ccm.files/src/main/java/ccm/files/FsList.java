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

/** {@code FS.List}: the names of the files. */
@Component
@RpcName(name = "FS.List", args = "{path: %Q}", summary = "The names of the files.")
@RpcSchema(
        params = FsList.PARAMS,
        result = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
        errors = "400 the path is another than / : there is one flat folder",
        example = "{\"path\":\"/\"}",
        answer = "[\"ca.pem\",\"client.pem\"]")
public final class FsList implements DeferredRpcMethod {
    /** What both listings take. */
    static final String PARAMS =
            """
                {
                  "type": "object",
                  "properties": {
                    "path": {
                      "type": "string",
                      "enum": ["/", "", "."],
                      "description": "the one folder there is"
                    }
                  }
                }""";

    private final FileStore files;

    @Activate
    public FsList(@Reference FileStore files) {
        this.files = files;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        checkPath(call);
        return files.sizes(call.method())
                .thenApply(
                        sizes -> {
                            ArrayNode list = JsonNodeFactory.instance.arrayNode();
                            sizes.keySet().forEach(list::add);
                            return list;
                        });
    }

    /** The original's tool sends a slash; there is no folder below it. */
    static void checkPath(RpcCall call) throws RpcException {
        String path = call.in().text("path", "/");
        if (!path.isEmpty() && !path.equals("/") && !path.equals(".")) {
            throw call.in().refuse("path", call.params().path("path"), "\"/\", the only folder");
        }
    }
}
