package ccm.core.rpc;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A service that answers calls. The service itself is asked for with the first call, so that a
 * component which needs the dispatcher can still be a method.
 */
final class LocalMethod implements Comparable<LocalMethod> {
    private final Description description;
    private final Rank rank;
    private final Supplier<Optional<DeferredRpcMethod>> source;
    private volatile DeferredRpcMethod service; // null until the first call

    /**
     * What the method says of itself.
     *
     * @param names one, or several that mean the same
     * @param text what it takes and answers
     * @param firmware true when firmware of the host calls it
     */
    record Description(List<String> names, MethodText text, boolean firmware) {
        Description {
            names = List.copyOf(names);
        }

        /** One that says no more than this. */
        Description(List<String> names, String args) {
            this(names, new MethodText(args, "", "", "", List.of(), "", ""), false);
        }
    }

    /**
     * Who wins when two services claim one name: the higher ranking, then the older service.
     *
     * @param ranking the OSGi service ranking
     * @param id the OSGi service id
     */
    record Rank(int ranking, long id) {}

    /**
     * Makes one.
     *
     * @param source empty when the service has just left
     */
    LocalMethod(Description description, Rank rank, Supplier<Optional<DeferredRpcMethod>> source) {
        this.description = description;
        this.rank = rank;
        this.source = source;
    }

    /** A method that answers at once, seen as one that answers later. */
    static DeferredRpcMethod deferred(RpcMethod method) {
        return call -> {
            JsonNode result = method.call(call);
            return CompletableFuture.completedFuture(result == null ? NullNode.instance : result);
        };
    }

    Description description() {
        return description;
    }

    /** Starts a call; empty when the service has just left. */
    Optional<CompletionStage<JsonNode>> call(RpcCall call) throws RpcException {
        DeferredRpcMethod current = service;
        if (current == null) {
            current = source.get().orElse(null);
            if (current == null) {
                return Optional.empty();
            }
            service = current;
        }
        return Optional.of(current.call(call));
    }

    @Override
    public int compareTo(LocalMethod other) {
        int byRanking = Integer.compare(other.rank.ranking, rank.ranking);
        return byRanking != 0 ? byRanking : Long.compare(rank.id, other.rank.id);
    }
}
