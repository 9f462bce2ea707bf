package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Saves on a thread of its own: callers are on the thread that reads the host's line. */
@Component(service = Saves.class)
public final class Saves {
    /** A call that ends with something to be saved. */
    @FunctionalInterface
    interface Work {
        void run() throws ConfigException;
    }

    /** A call that ends with an answer and may have saved something. */
    @FunctionalInterface
    interface Answer {
        JsonNode get() throws ConfigException;
    }

    private static final int WAITING = 16;
    private static final int DEADLINE_SECONDS = 20;
    private static final int CLOSE_SECONDS = 5;

    private final Restart restart;
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING),
                    new NamedThreads("ccm-core-save"));

    @Activate
    public Saves(@Reference Restart restart) {
        this.restart = restart;
    }

    @Deactivate
    void close() throws InterruptedException {
        writer.shutdown(); // not interrupted: it may be writing a file
        if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            writer.shutdownNow();
        }
    }

    /** Does the work, answers that it is saved, and restarts the gateway when that was wanted. */
    CompletionStage<JsonNode> save(String method, Work work, boolean reboot) throws RpcException {
        return answer(
                method,
                () -> {
                    work.run();
                    return saved(true);
                },
                reboot);
    }

    /** Does slow work, answers with what comes of it, and restarts the gateway when wanted. */
    CompletionStage<JsonNode> answer(String method, Answer work, boolean reboot)
            throws RpcException {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        try {
            writer.execute(() -> run(method, work, reboot, answer));
        } catch (RejectedExecutionException e) {
            throw RpcException.limit(
                    method + ": " + WAITING + " saves are waiting. Try again in a moment.");
        }
        return answer.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .exceptionallyCompose(
                        e ->
                                CompletableFuture.failedStage(
                                        e instanceof RpcException ? e : late(method)));
    }

    /** The answer of the original. */
    static JsonNode saved(boolean saved) {
        return JsonNodeFactory.instance.objectNode().put("saved", saved);
    }

    /** Who calls, for the history. */
    static String by(RpcPeer peer) {
        String place = (peer.channel() + " " + peer.address()).strip();
        return peer.user().isEmpty() ? place : place + " as " + peer.user();
    }

    private void run(
            String method, Answer work, boolean reboot, CompletableFuture<JsonNode> answer) {
        try {
            answer.complete(work.get());
            if (reboot) {
                restart.soon();
            }
        } catch (ConfigException e) {
            answer.completeExceptionally(e.refused(method));
        } catch (RuntimeException e) {
            answer.completeExceptionally(
                    new RpcException(RpcException.INTERNAL_ERROR, method + ": " + e, e));
        }
    }

    private static RpcException late(String method) {
        return new RpcException(
                RpcException.INTERNAL_ERROR,
                method + ": not saved after " + DEADLINE_SECONDS + " s. Is the disk failing?");
    }
}
