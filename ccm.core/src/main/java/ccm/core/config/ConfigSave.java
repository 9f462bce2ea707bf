package ccm.core.config;

import ccm.api.config.ConfigTree;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Config.Save}: makes what is in force last. */
@Component
@RpcName(
        name = "Config.Save",
        args = "{reboot: %B, try_once: %B, level: %d}",
        summary = "Saves the configuration that is in force.",
        firmware = true)
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "level":{"type":"integer","minimum":1,"maximum":9,"default":9},
                 "try_once":{"type":"boolean","default":false,
                  "description":"for the next start only"},
                 "reboot":{"type":"boolean","default":false,
                  "description":"start anew half a second after the answer"}}}
                """,
        result =
                "{\"type\":\"object\",\"properties\":{\"saved\":{\"const\":true}},"
                        + "\"required\":[\"saved\"]}",
        errors = {
            "403 a layer below locks what was changed: the text names path, lock and layer",
            "-1 error saving config: settings contradict each other, or the disk takes nothing"
        },
        example = "{\"reboot\":true}",
        answer = "{\"saved\":true}")
public final class ConfigSave implements DeferredRpcMethod {
    private final ConfigTree tree;
    private final Saves saves;
    private final Guards guards;

    @Activate
    public ConfigSave(
            @Reference ConfigTree tree, @Reference Saves saves, @Reference Guards guards) {
        this.tree = tree;
        this.saves = saves;
        this.guards = guards;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Params in = call.in();
        int level = in.number("level", ConfigTree.USER_LEVEL, 1, ConfigTree.USER_LEVEL);
        boolean once = in.flag("try_once", false);
        boolean reboot = in.flag("reboot", false);
        return saves.save(
                call.method(),
                () -> {
                    guards.checkSave(call.peer());
                    tree.save(level, once, Saves.by(call.peer()));
                },
                reboot);
    }
}
