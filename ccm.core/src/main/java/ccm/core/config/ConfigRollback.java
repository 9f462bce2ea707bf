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

/** {@code Config.Rollback}: a saved user layer of the history comes back. */
@Component
@RpcName(
        name = "Config.Rollback",
        args = "{n: %d, reboot: %B}",
        summary = "Puts a user layer of the history in force and saves it.")
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "n":{"type":"integer","minimum":1,"description":"a number of Config.History"},
                 "reboot":{"type":"boolean","default":false}},"required":["n"]}
                """,
        result =
                "{\"type\":\"object\",\"properties\":{\"saved\":{\"const\":true}},"
                        + "\"required\":[\"saved\"]}",
        errors = {
            "400 n: not in the history, or what it said breaks a rule by now",
            "403 a layer below locks what would change: the text names path, lock and layer",
            "-1 error saving config: settings contradict each other, or the disk takes nothing"
        },
        example = "{\"n\":3}",
        answer = "{\"saved\":true}")
public final class ConfigRollback implements DeferredRpcMethod {
    private final LayeredTree tree;
    private final Saves saves;
    private final Guards guards;

    @Activate
    public ConfigRollback(
            @Reference LayeredTree tree, @Reference Saves saves, @Reference Guards guards) {
        this.tree = tree;
        this.saves = saves;
        this.guards = guards;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Params in = call.in();
        int n = in.number("n", 0, 1, Integer.MAX_VALUE);
        if (n == 0) {
            throw in.refuse("n", call.params().path("n"), "a number that Config.History shows");
        }
        String by = Saves.by(call.peer());
        return saves.save(
                call.method(),
                () -> {
                    guards.checkRollback(call.peer(), n);
                    Map<String, String> ready = tree.contacts().ready();
                    tree.change(keeper -> keeper.rollback(n, by, ready));
                },
                in.flag("reboot", false));
    }
}
