package ccm.cloud;

import ccm.api.outbox.OutboxException;
import ccm.api.rpc.RpcException;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Gives answers on a thread of this bundle: writing one may wait for the host's line, and the store
 * must not wait with it.
 */
@Component(service = Answers.class)
public final class Answers {
    static final int MAX_WAITING = 10_000;
    private static final long FAREWELL_SECONDS = 2;

    private final AtomicInteger waiting = new AtomicInteger();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    1,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    new NamedThreads("ccm-cloud-answers"));

    @Activate
    public Answers() {
        thread.allowCoreThreadTimeOut(true);
    }

    @Deactivate
    void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses a call when too many wait for their answer already. */
    void admit(String method) throws RpcException {
        if (waiting.get() >= MAX_WAITING) {
            throw RpcException.limit(
                    method
                            + ": "
                            + MAX_WAITING
                            + " calls wait for their answers, the limit. Read them first");
        }
    }

    /** The answer null when the store has it, or the store's error. */
    CompletionStage<JsonNode> whenStored(String method, CompletionStage<?> stored) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.incrementAndGet();
        stored.whenComplete((any, failure) -> hand(() -> give(answer, method, failure)));
        return answer;
    }

    private void hand(Runnable answer) {
        try {
            thread.execute(answer);
        } catch (RejectedExecutionException e) {
            answer.run(); // the last ones of a bundle that stops
        }
    }

    private void give(CompletableFuture<JsonNode> answer, String method, Throwable failure) {
        waiting.decrementAndGet();
        if (failure == null) {
            answer.complete(NullNode.getInstance());
        } else {
            answer.completeExceptionally(error(method, failure));
        }
    }

    /** What the caller is told of the store's failure. */
    static RpcException error(String method, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        int code =
                cause instanceof OutboxException e && e.kind() == OutboxException.Kind.STORAGE
                        ? RpcException.INTERNAL_ERROR
                        : RpcException.LIMIT;
        return new RpcException(code, method + ": " + cause.getMessage(), cause);
    }
}
