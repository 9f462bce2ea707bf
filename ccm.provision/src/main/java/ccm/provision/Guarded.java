package ccm.provision;

import ccm.api.config.ConfigGuard;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks those who say who may not change a setting, for calls that do not come by a channel. */
final class Guarded {
    private Guarded() {}

    /**
     * Lets a call pass, or says why not.
     *
     * @param path where the change belongs; empty for the whole tree
     */
    static void check(List<ConfigGuard> guards, RpcCall call, String path, JsonNode change)
            throws RpcException {
        if (!change.isObject()) {
            check(guards, call, path);
            return;
        }
        for (Map.Entry<String, JsonNode> member : change.properties()) {
            String below = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            check(guards, call, below, member.getValue());
        }
    }

    private static void check(List<ConfigGuard> guards, RpcCall call, String path)
            throws RpcException {
        for (ConfigGuard guard : guards) {
            Optional<String> refusal = guard.refusal(call.peer(), path);
            if (refusal.isPresent()) {
                String text = path + ": " + refusal.get();
                throw new RpcException(RpcException.INVALID_PARAMS, call.method() + ": " + text)
                        .onNetwork(RpcException.FORBIDDEN, text);
            }
        }
    }
}
