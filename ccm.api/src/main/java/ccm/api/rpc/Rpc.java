package ccm.api.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The dispatcher: calls a method by its name, whoever provides it. Safe for use by many threads.
 */
@ProviderType
public interface Rpc {
    /**
     * Calls a method. A local name wins; {@code Host.X} is the host's {@code X}; an unknown name of
     * a peer that is not the host is offered to the host when the host exports it.
     *
     * @return completes with the result or exceptionally with an {@link RpcException}; on the
     *     calling thread when the method answers at once, else on a thread of the bundle that
     *     answers
     */
    CompletionStage<JsonNode> call(RpcCall call);

    /**
     * Why a caller may not call, whoever answers to the name. For doors that do what a method does
     * without being a call of it.
     *
     * @return empty when the caller may; the network code is 401 when a login could help
     */
    Optional<RpcException> refusal(RpcPeer peer, String method);

    /** The names that can be called now, in alphabetical order. */
    List<String> methods();
}
