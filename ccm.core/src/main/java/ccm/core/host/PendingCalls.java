package ccm.core.host;

import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Calls to the host that have no answer yet: at most so many, each with a deadline. Safe for use by
 * many threads.
 */
final class PendingCalls {
    private static final int FIRST_IDS = 1_000_000;

    private final ScheduledExecutorService timer;
    private final int limit;
    private final Map<Integer, Pending> calls = new HashMap<>(); // guarded by this
    // begins anywhere, so that an answer to an earlier life of ours fits no call of this one
    private int lastId = ThreadLocalRandom.current().nextInt(FIRST_IDS); // guarded by this

    /** One of them. */
    record Pending(int id, String method, CompletableFuture<JsonNode> answer) {}

    PendingCalls(ScheduledExecutorService timer, int limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /**
     * Makes room for a call; its answer fails when the deadline is over.
     *
     * @throws RpcException too many have no answer yet
     */
    Pending open(String method, Duration deadline) throws RpcException {
        Pending call = add(method);
        try {
            Future<?> end =
                    timer.schedule(
                            () -> expire(call, deadline), deadline.toNanos(), TimeUnit.NANOSECONDS);
            call.answer.whenComplete((result, failure) -> end.cancel(false));
            return call;
        } catch (RejectedExecutionException e) {
            remove(call.id);
            throw RpcException.limit(
                    "host: the gateway's core is stopping. Try again in a second.");
        }
    }

    /** Takes a call out; null when nobody waits for it any more. */
    synchronized Pending remove(long id) {
        return id <= 0 || id > Integer.MAX_VALUE ? null : calls.remove((int) id);
    }

    /** Takes all of them out and fails them. */
    void failAll(String why) {
        List<Pending> all;
        synchronized (this) {
            all = new ArrayList<>(calls.values());
            calls.clear();
        }
        all.forEach(call -> fail(call, why));
    }

    /** Takes one out and fails it. */
    void fail(Pending call, String why) {
        remove(call.id);
        call.answer.completeExceptionally(RpcException.limit("host: " + call.method + ": " + why));
    }

    private synchronized Pending add(String method) throws RpcException {
        if (calls.size() >= limit) {
            throw RpcException.limit(
                    "host: "
                            + limit
                            + " calls wait for the host already, rpc.max_queue_length allows no"
                            + " more. Try again later.");
        }
        lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
        Pending call = new Pending(lastId, method, new CompletableFuture<>());
        calls.put(call.id, call);
        return call;
    }

    private void expire(Pending call, Duration deadline) {
        fail(call, "no answer within " + deadline.toMillis() + " ms. Is the host running?");
    }
}
