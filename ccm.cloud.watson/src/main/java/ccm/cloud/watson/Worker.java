package ccm.cloud.watson;

import ccm.parts.threads.NamedThreads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The bundle's one thread, which is there only while there is something to do. */
final class Worker {
    private static final int MAX_WAITING = 256;
    private static final long IDLE_SECONDS = 5;
    private static final long FAREWELL_SECONDS = 2;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    new NamedThreads("ccm-watson"));

    Worker() {
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Does something after all that was asked before.
     *
     * @return completes when it is done; exceptionally when it failed, or too much waits
     */
    CompletionStage<Void> run(Runnable task) {
        try {
            return CompletableFuture.runAsync(task, thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
