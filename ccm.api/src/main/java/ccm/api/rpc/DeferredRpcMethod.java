package ccm.api.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One JSON-RPC method whose answer has to wait for a disk, a wire or a peer. Publish it as a
 * service with {@link RpcName}.
 */
@ConsumerType
public interface DeferredRpcMethod {
    /**
     * Starts one call and returns without waiting. Runs on the thread that read the frame, like
     * {@link RpcMethod#call}: the order of a peer's calls is the order in which this is entered.
     *
     * @param call params that are absent are a {@code MissingNode}
     * @return completes with the result, or exceptionally with an {@link RpcException}, on a thread
     *     of the implementing bundle, always within that bundle's own deadline
     * @throws RpcException when the call is refused at once
     */
    CompletionStage<JsonNode> call(RpcCall call) throws RpcException;
}
