package ccm.core.access;

import ccm.api.rpc.RpcException;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the users, one change after the other, on a thread of its own. */
@Component(service = UserChanges.class)
public final class UserChanges {
    private static final Logger LOG = LoggerFactory.getLogger(UserChanges.class);
    private static final int WAITING = 16;
    private static final int CLOSE_SECONDS = 5;

    private final UserStore users;
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING),
                    new NamedThreads("ccm-core-users"));

    /** What is to be done to them. */
    @FunctionalInterface
    interface Change {
        Passwords to(Passwords users) throws RpcException;
    }

    @Activate
    public UserChanges(@Reference UserStore users) {
        this.users = users;
    }

    @Deactivate
    void close() throws InterruptedException {
        writer.shutdown(); // not interrupted: it may be writing the file
        if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            writer.shutdownNow();
        }
    }

    /** Changes them; the answer comes once that is on disk. */
    CompletionStage<JsonNode> make(String method, Change change) throws RpcException {
        if (!users.isOwn()) {
            throw RpcException.invalidParams(
                    method + ": rpc.auth_file names " + users.path() + ". Change it there.");
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        try {
            writer.execute(() -> run(method, change, answer));
        } catch (RejectedExecutionException e) {
            throw RpcException.limit(
                    method + ": " + WAITING + " changes are waiting. Try again in a moment.");
        }
        return answer;
    }

    private void run(String method, Change change, CompletableFuture<JsonNode> answer) {
        try {
            users.write(change.to(users.all()));
            LOG.info("users: {} done", method);
            answer.complete(NullNode.instance);
        } catch (RpcException e) {
            answer.completeExceptionally(e);
        } catch (IOException e) {
            String what = method + ": " + users.path() + " cannot be written. Is the disk full?";
            answer.completeExceptionally(new RpcException(RpcException.INTERNAL_ERROR, what, e));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }
}
