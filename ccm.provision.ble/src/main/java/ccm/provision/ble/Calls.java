package ccm.provision.ble;

import ccm.api.provision.Provisioning;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands calls to the engine of provisioning, whichever is there. */
final class Calls {
    private static final String CHANNEL = "ble";
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Supplier<Optional<Provisioning>> engine;

    Calls(Supplier<Optional<Provisioning>> engine) {
        this.engine = engine;
    }

    /**
     * Calls a method.
     *
     * @return fails with an {@link RpcException} alone, see {@link #failure}
     */
    CompletionStage<JsonNode> call(String device, String method, JsonNode params) {
        Optional<Provisioning> current = engine.get();
        if (current.isEmpty()) {
            return CompletableFuture.failedStage(
                    RpcException.limit("the gateway is being updated. Try again in a moment."));
        }
        try {
            return current.get().call(CHANNEL, device, method, params);
        } catch (RuntimeException e) { // the engine is a bundle of its own
            return CompletableFuture.failedStage(e); // logged with the others
        }
    }

    /** Why a call has failed, in the words for a client. */
    static RpcException failure(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RpcException known) {
            return known;
        }
        LOG.error("Bluetooth: a call failed", cause);
        return new RpcException(RpcException.INTERNAL_ERROR, "the call failed. See the log", cause);
    }
}
