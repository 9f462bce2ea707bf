package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Config.Get}: the tree, a part of it, or one value. */
@Component
@RpcName(
        name = "Config.Get",
        args = "{key: %Q, level: %d}",
        summary = "Shows the configuration, or the part under a key.",
        firmware = true)
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "key":{"type":"string","description":"a path: mqtt.server, or mqtt for a part"},
                 "level":{"type":"integer","minimum":-1,"maximum":9,
                  "description":"what layers 0 to this one say; -1, 9 or absent: what is in force"}}}
                """,
        result = "true",
        errors = {"404 invalid config key", "400 a member is of the wrong type"},
        example = "{\"key\":\"mqtt.keep_alive\"}",
        answer = "60")
public final class ConfigGet implements RpcMethod {
    private static final int UNKNOWN_KEY = 404;
    private static final int IN_FORCE = -1; // what the original says for "no level"

    private final ConfigTree tree;
    private final ResolvedId id;

    @Activate
    public ConfigGet(@Reference ConfigTree tree, @Reference ResolvedId id) {
        this.tree = tree;
        this.id = id;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        Params in = call.in();
        String key = in.text("key", "");
        int level = in.number("level", IN_FORCE, IN_FORCE, ConfigTree.USER_LEVEL);
        JsonNode whole = tree(call.method(), level);
        JsonNode found = key.isEmpty() ? whole : Leaves.find(whole, key);
        if (found.isMissingNode()) {
            throw in.refuse("key", call.params().path("key"), "a path that Config.Get shows")
                    .onNetwork(UNKNOWN_KEY, "invalid config key");
        }
        return found;
    }

    private JsonNode tree(String method, int level) throws RpcException {
        try {
            boolean layers = level >= 0 && level < ConfigTree.USER_LEVEL;
            return layers ? tree.masked(level) : id.shown(tree.masked());
        } catch (ConfigException e) {
            throw e.refused(method);
        }
    }
}
