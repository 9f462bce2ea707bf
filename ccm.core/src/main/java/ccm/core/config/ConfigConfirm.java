package ccm.core.config;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Config.Confirm}: ends the probation of what is saved. */
@Component
@RpcName(name = "Config.Confirm", summary = "Ends the probation: what is saved is good.")
@RpcSchema(
        result =
                "{\"type\":\"object\",\"properties\":{\"saved\":{\"const\":true}},"
                        + "\"required\":[\"saved\"]}",
        errors = "-1 error saving config: the disk takes nothing",
        answer = "{\"saved\":true}")
public final class ConfigConfirm implements DeferredRpcMethod {
    private final LayeredTree tree;
    private final Saves saves;

    @Activate
    public ConfigConfirm(@Reference LayeredTree tree, @Reference Saves saves) {
        this.tree = tree;
        this.saves = saves;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        return saves.save(
                call.method(),
                () -> {
                    Map<String, String> ready = tree.contacts().ready();
                    tree.change(keeper -> keeper.confirm(ready));
                },
                false);
    }
}
