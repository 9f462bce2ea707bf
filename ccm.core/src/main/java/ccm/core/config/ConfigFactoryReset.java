package ccm.core.config;

import ccm.api.config.ConfigTree;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Config.FactoryReset}: the gateway as its vendor made it. */
@Component
@RpcName(
        name = {"Config.FactoryReset", "Sys.FactoryReset"},
        summary =
                "Removes what users have set, uploaded and stored, and starts anew as the vendor made it.")
@RpcSchema(
        result =
                "{\"type\":\"object\",\"properties\":{\"saved\":{\"const\":true}},"
                        + "\"required\":[\"saved\"]}",
        errors = "-1 error saving config: the disk takes nothing",
        answer = "{\"saved\":true}")
public final class ConfigFactoryReset implements DeferredRpcMethod {
    private final ConfigTree tree;
    private final Saves saves;

    @Activate
    public ConfigFactoryReset(@Reference ConfigTree tree, @Reference Saves saves) {
        this.tree = tree;
        this.saves = saves;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        String by = Saves.by(call.peer());
        return saves.save(call.method(), () -> tree.factoryReset(by), true);
    }
}
