package ccm.core.config;

import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Config.History}: what was saved last, by whom, and what it changed. */
@Component
@RpcName(
        name = "Config.History",
        args = "{n: %d}",
        summary = "The user layers that were saved last, or one of them.")
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "n":{"type":"integer","minimum":1,"description":"shows what this one said, too"}}}
                """,
        result =
                """
                {"type":"object","properties":{"entries":{"type":"array","items":{"type":"object",
                 "properties":{"n":{"type":"integer"},"time":{"type":"string"},
                  "by":{"type":"string"},"what":{"type":"string"},
                  "paths":{"type":"array","items":{"type":"string"}},
                  "config":{"type":"object","description":"with n: the layer, secrets masked"}}}}},
                 "required":["entries"]}
                """,
        errors = "400 n: not in the history",
        answer =
                "{\"entries\":[{\"n\":1,\"time\":\"2026-11-26T22:00:00Z\",\"by\":\"local\","
                        + "\"what\":\"saved\",\"paths\":[\"mqtt.server\"]}]}")
public final class ConfigHistory implements RpcMethod {
    private final LayeredTree tree;

    @Activate
    public ConfigHistory(@Reference LayeredTree tree) {
        this.tree = tree;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        Params in = call.in();
        int n = in.number("n", 0, 1, Integer.MAX_VALUE);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("entries");
        List<History.Entry> entries = tree.look(keeper -> keeper.history().entries());
        for (History.Entry entry : entries) {
            if (n == 0 || n == entry.n()) {
                list.add(shown(entry, n != 0));
            }
        }
        if (n != 0 && list.isEmpty()) {
            throw in.refuse("n", call.params().path("n"), "a number that Config.History shows");
        }
        return answer;
    }

    private ObjectNode shown(History.Entry entry, boolean whole) {
        ObjectNode shown = entry.json();
        shown.remove("layer");
        if (whole) {
            shown.set("config", tree.look(keeper -> keeper.shown(entry.layer())));
        }
        return shown;
    }
}
