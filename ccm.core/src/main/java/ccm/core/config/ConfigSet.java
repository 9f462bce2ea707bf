package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
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
        summary = "Changes the configuration, or what is under a key.")
public final class ConfigSet implements DeferredRpcMethod {
    private final ConfigTree tree;
    private final Saves saves;

    @Activate
    public ConfigSet(@Reference ConfigTree tree, @Reference Saves saves) {
        this.tree = tree;
        this.saves = saves;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Params in = call.in();
        JsonNode change = change(call, in);
        int level = in.number("level", ConfigTree.USER_LEVEL, 1, ConfigTree.USER_LEVEL);
        boolean save = in.flag("save", false);
        boolean once = in.flag("try_once", false);
        boolean reboot = in.flag("reboot", false);
        if (level != ConfigTree.USER_LEVEL) {
            checkLayer(call, in, save, once);
            return saves.save(call.method(), () -> tree.setLevel(level, change), reboot);
        }
        try {
            tree.set(change);
        } catch (ConfigException e) {
            throw Saves.refused(call.method(), e);
        }
        return save
                ? saves.save(call.method(), () -> tree.save(level, once), reboot)
                : CompletableFuture.completedStage(Saves.saved(false));
    }

    /** Both names were in use in the original's time; under a key the value may be a bare leaf. */
    private static JsonNode change(RpcCall call, Params in) throws RpcException {
        String key = in.text("key", "");
        JsonNode change = call.params().path(call.params().has("value") ? "value" : "config");
        if (change.isMissingNode()) {
            throw in.refuse(
                    "config",
                    change,
                    key.isEmpty() ? "an object of settings" : "the value of " + key);
        }
        return key.isEmpty() ? change : Leaves.single(key, change);
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
