package ccm.core.config;

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

/** {@code Config.Export}: the user's layer, for another gateway or for a drawer. */
@Component
@RpcName(
        name = "Config.Export",
        args = "{passphrase: %Q}",
        summary = "The user layer as a document that another gateway can import.")
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "passphrase":{"type":"string","minLength":8,
                  "description":"seals the secrets; without it they stay behind"}}}
                """,
        result =
                """
                {"type":"object","properties":{
                 "ccm_config":{"const":1},
                 "config":{"type":"object","description":"what the user set, secrets masked"},
                 "secrets":{"type":"object","properties":{
                  "kdf":{"type":"string"},"iterations":{"type":"integer"},"salt":{"type":"string"},
                  "nonce":{"type":"string"},"sealed":{"type":"string"}}}},
                 "required":["ccm_config","config"]}
                """,
        errors = "400 passphrase: too short",
        answer = "{\"ccm_config\":1,\"config\":{\"mqtt\":{\"server\":\"broker:1883\"}}}")
public final class ConfigExport implements DeferredRpcMethod {
    private final LayeredTree tree;
    private final Saves saves;

    @Activate
    public ConfigExport(@Reference LayeredTree tree, @Reference Saves saves) {
        this.tree = tree;
        this.saves = saves;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        String passphrase = call.in().text("passphrase", "");
        return saves.answer(
                call.method(), () -> tree.look(Keeper::export).document(passphrase), false);
    }
}
