package ccm.sim.demo;

import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of the demo to its own gateway, each waited for. */
final class LocalCalls {
    private static final long CALL_SECONDS = 5;

    private final Rpc rpc;

    LocalCalls(Rpc rpc) {
        this.rpc = rpc;
    }

    /** Calls a method without params. */
    JsonNode call(String method) throws InterruptedException, ExecutionException, TimeoutException {
        RpcCall call = new RpcCall(method, MissingNode.getInstance(), RpcPeer.local("demo"), false);
        return rpc.call(call).toCompletableFuture().get(CALL_SECONDS, TimeUnit.SECONDS);
    }
}
