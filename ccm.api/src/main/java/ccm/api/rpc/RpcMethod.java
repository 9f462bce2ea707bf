package ccm.api.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.annotation.versioning.ConsumerType;

/** One JSON-RPC method that answers at once. Publish it as a service with {@link RpcName}. */
@ConsumerType
public interface RpcMethod {
    /**
     * Answers one call. Runs on the thread that read the frame: calls of one peer come one after
     * the other, in the order they were sent, calls of several peers at the same time. What has to
     * wait for a disk, a wire or a peer is a {@link DeferredRpcMethod} instead.
     *
     * @param call params that are absent are a {@code MissingNode}
     * @return the result, {@code NullNode} when there is nothing to say; dropped when the caller
     *     sent a notification
     * @throws RpcException becomes the JSON-RPC error; any other exception becomes -32603
     */
    JsonNode call(RpcCall call) throws RpcException;
}
