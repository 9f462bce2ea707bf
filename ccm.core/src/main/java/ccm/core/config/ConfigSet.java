package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code Config.Set}: puts a change in force at once, all of it or nothing, and saves it when that
 * is asked for.
 */
@Component
@RpcName(
        name = "Config.Set",
        args =
                "{config: %T, value: %T, key: %Q, level: %d, save: %B, try_once: %B, reboot:"
                        + " %B}",
        summary = "Changes the configuration, or what is under a key.",
        firmware = true)
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "config":{"description":"a part of the tree, or the value of key"},
                 "value":{"description":"the same as config"},
                 "key":{"type":"string","description":"where the value belongs"},
                 "level":{"type":"integer","minimum":1,"maximum":9,"default":9,
                  "description":"below 9: the layer of a vendor, in force from the next start on"},
                 "save":{"type":"boolean","default":false},
                 "try_once":{"type":"boolean","default":false,
                  "description":"saved for the next start only"},
                 "reboot":{"type":"boolean","default":false,
                  "description":"with save: start anew half a second after the answer"}},
                 "anyOf":[{"required":["config"]},{"required":["value"]}]}
                """,
        result =
                "{\"type\":\"object\",\"properties\":{\"saved\":{\"type\":\"boolean\"}},"
                        + "\"required\":[\"saved\"]}",
        errors = {
            "400 value is required",
            "400 not allowed: level 0",
            "400 invalid config value: [mqtt.enable] is not a boolean",
            "403 a layer below locks it, or this caller may not: the text says why; nothing was changed",
            "404 invalid config key",
            "-1 error saving config: settings contradict each other, or the disk takes nothing"
        },
        example = "{\"config\":{\"mqtt\":{\"keep_alive\":30}},\"save\":true}",
        answer = "{\"saved\":true}")
public final class ConfigSet implements DeferredRpcMethod {
    private static final int BAD_REQUEST = 400;
    private static final int UNKNOWN_KEY = 404;

    private final ConfigTree tree;
    private final Saves saves;
    private final Guards guards;
    private final ResolvedId id;

    @Activate
    public ConfigSet(
            @Reference ConfigTree tree,
            @Reference Saves saves,
            @Reference Guards guards,
            @Reference ResolvedId id) {
        this.id = id;
        this.tree = tree;
        this.saves = saves;
        this.guards = guards;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Params in = call.in();
        JsonNode change = change(call, in);
        int level = level(call, in);
        boolean save = in.flag("save", false);
        boolean once = in.flag("try_once", false);
        boolean reboot = in.flag("reboot", false);
        String by = Saves.by(call.peer());
        if (level != ConfigTree.USER_LEVEL) {
            checkLayer(call, in, save, once);
            return saves.save(
                    call.method(),
                    () -> {
                        guards.checkChange(call.peer(), change);
                        tree.setLevel(level, change);
                    },
                    reboot);
        }
        if (save) {
            return saves.save(
                    call.method(),
                    () -> {
                        guards.checkChange(call.peer(), change);
                        tree.setAndSave(change, once, by);
                    },
                    reboot);
        }
        try {
            guards.checkChange(call.peer(), change);
            tree.set(change);
        } catch (ConfigException e) {
            throw e.refused(call.method());
        }
        return CompletableFuture.completedStage(Saves.saved(false));
    }

    /** Both names were in use in the original's time; under a key the value may be a bare leaf. */
    private JsonNode change(RpcCall call, Params in) throws RpcException {
        String key = in.text("key", "");
        JsonNode change = call.params().path(call.params().has("value") ? "value" : "config");
        if (change.isMissingNode()) {
            throw in.refuse(
                            "config",
                            change,
                            key.isEmpty() ? "an object of settings" : "the value of " + key)
                    .onNetwork(BAD_REQUEST, "value is required");
        }
        if (!key.isEmpty() && Leaves.find(tree.masked(), key).isMissingNode()) {
            throw in.refuse("key", call.params().path("key"), "a path that Config.Get shows")
                    .onNetwork(UNKNOWN_KEY, "invalid config key");
        }
        return id.meant(key.isEmpty() ? change : Leaves.single(key, change), tree.masked());
    }

    /** None, or a negative one, is the user's. */
    private static int level(RpcCall call, Params in) throws RpcException {
        int level = in.number("level", -1, -1, ConfigTree.USER_LEVEL);
        if (level == 0) {
            throw in.refuse("level", call.params().path("level"), "a whole number from 1 to 9")
                    .onNetwork(BAD_REQUEST, "not allowed");
        }
        return level < 0 ? ConfigTree.USER_LEVEL : level;
    }

    private static void checkLayer(RpcCall call, Params in, boolean save, boolean once)
            throws RpcException {
        if (!save) { // nothing would come of it: a lower layer counts from its file only
            throw in.refuse("save", call.params().path("save"), "true when a level is given");
        }
        if (once) {
            throw in.refuse("try_once", call.params().path("try_once"), "false below level 9");
        }
    }
}
