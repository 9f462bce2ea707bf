package ccm.api.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * One call as a method sees it.
 *
 * @param method the name that was called
 * @param params what came with it; a {@code MissingNode} when nothing did
 * @param peer who calls
 * @param notification true when the caller expects no answer
 */
public record RpcCall(String method, JsonNode params, RpcPeer peer, boolean notification) {
    public RpcCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(params, "params");
        Objects.requireNonNull(peer, "peer");
    }

    /** The same call with a checked view of its params. */
    public Params in() {
        return new Params(this);
    }
}
