package ccm.core.config;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.Params;
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

/** {@code Config.Import}: the user's layer becomes what was exported elsewhere. */
@Component
@RpcName(
        name = "Config.Import",
        args = "{export: %T, passphrase: %Q, reboot: %B}",
        summary = "Makes the user layer what Config.Export said, and saves it.")
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "export":{"type":"object","description":"an answer of Config.Export"},
                 "passphrase":{"type":"string","minLength":8},
                 "reboot":{"type":"boolean","default":false}},"required":["export"]}
                """,
        result =
                "{\"type\":\"object\",\"properties\":{\"saved\":{\"const\":true}},"
                        + "\"required\":[\"saved\"]}",
        errors = {
            "400 no such document, too large, the wrong passphrase, or a value breaks its rule",
            "403 a layer below locks what would change: the text names path, lock and layer",
            "404 a setting that no bundle here has",
            "-1 error saving config: settings contradict each other, or the disk takes nothing"
        },
        example =
                "{\"export\":{\"ccm_config\":1,"
                        + "\"config\":{\"mqtt\":{\"server\":\"broker:1883\"}}}}",
        answer = "{\"saved\":true}")
public final class ConfigImport implements DeferredRpcMethod {
    private final LayeredTree tree;
    private final Saves saves;
    private final Guards guards;

    @Activate
    public ConfigImport(
            @Reference LayeredTree tree, @Reference Saves saves, @Reference Guards guards) {
        this.tree = tree;
        this.saves = saves;
        this.guards = guards;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Params in = call.in();
        JsonNode document = call.params().path("export");
        String passphrase = in.text("passphrase", "");
        String by = Saves.by(call.peer());
        return saves.save(
                call.method(),
                () -> {
                    Exported exported = Exported.read(document, passphrase);
                    guards.checkImport(call.peer(), exported);
                    Map<String, String> ready = tree.contacts().ready();
                    tree.change(keeper -> keeper.importUser(exported, by, ready));
                },
                in.flag("reboot", false));
    }
}
