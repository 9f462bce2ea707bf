package ccm.parts.cloud;

import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls that a cloud makes: begun in the order in which they came, by one thread that lives only
 * while there are any. The cloud has said who may call; what the caller may do, {@code rpc.acl}
 * says, as of every network channel.
 */
public final class CloudCalls implements AutoCloseable {
    /** As many wait at a time. */
    public static final int MAX_WAITING = 64;

    private static final long IDLE_SECONDS = 5;
    private static final long SWAP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FAREWELL_SECONDS = 2;

    private final RpcPeer caller;
    private final ThreadPoolExecutor thread;
    private Optional<FrameExchange> exchange = Optional.empty(); // guarded by this

    private record Waiting(byte[] frame, Duration within, long since) {
        long leftNanos() {
            return within.toNanos() - (System.nanoTime() - since);
        }
    }

    /**
     * Makes it.
     *
     * @param cloud which calls
     */
    public CloudCalls(String cloud) {
        caller = new RpcPeer(RpcPeer.MQTT, cloud, RpcPeer.Zone.NETWORK);
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        new NamedThreads("ccm-" + cloud + "-calls"));
        thread.allowCoreThreadTimeOut(true);
    }

    /** The engine that answers is here, possibly in the place of another one. */
    public synchronized void exchange(FrameExchange arrived) {
        exchange = Optional.of(arrived);
        notifyAll();
    }

    /** This one is gone. */
    public synchronized void without(FrameExchange gone) {
        exchange = exchange.filter(current -> current != gone);
    }

    /** Ends the thread; what waits is not carried out. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Calls. Waits for nothing.
     *
     * @param frame with a {@code src}, or nobody is answered
     * @param within what the caller is answered, counted from now
     * @return completes on any thread; exceptionally with a {@link CallFailure} alone
     */
    public CompletionStage<FrameReply> call(byte[] frame, Duration within) {
        Waiting call = new Waiting(frame, within, System.nanoTime());
        CompletableFuture<FrameReply> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> run(call, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new CallFailure(CallFailure.BUSY, MAX_WAITING + " calls wait already"));
        }
        return answer;
    }

    private void run(Waiting call, CompletableFuture<FrameReply> answer) {
        try {
            carryOut(awaitExchange(), call, answer);
        } catch (CallFailure e) {
            answer.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // we are closing
        } catch (RuntimeException | LinkageError e) { // of an engine that is being swapped
            answer.completeExceptionally(new CallFailure("it broke: " + e, e));
        }
    }

    private void carryOut(
            Optional<FrameExchange> core, Waiting call, CompletableFuture<FrameReply> answer)
            throws CallFailure {
        if (core.isEmpty()) {
            throw new CallFailure(CallFailure.BUSY, "nobody answers calls. is ccm.core started?");
        }
        int largest = core.get().maxFrame();
        if (call.frame.length > largest) {
            throw new CallFailure(
                    CallFailure.TOO_LARGE,
                    call.frame.length + " bytes, rpc.max_frame_size is " + largest);
        }
        long left = call.leftNanos();
        if (left <= 0) { // it waited for others: nobody listens any more
            throw late(call);
        }
        core.get()
                .exchange(caller, call.frame)
                .toCompletableFuture()
                .copy() // the one of the exchange is not ours to complete
                .orTimeout(left, TimeUnit.NANOSECONDS)
                .whenComplete((reply, problem) -> end(call, reply, problem, answer));
    }

    private static void end(
            Waiting call,
            FrameReply reply,
            Throwable problem,
            CompletableFuture<FrameReply> answer) {
        if (problem == null) {
            answer.complete(reply);
        } else {
            answer.completeExceptionally(
                    problem instanceof TimeoutException
                            ? late(call)
                            : new CallFailure("it broke: " + problem, problem));
        }
    }

    private static CallFailure late(Waiting call) {
        return new CallFailure(
                CallFailure.LATE, "no answer within " + call.within.toSeconds() + " s");
    }

    /** While ccm.core is being swapped there is none for a moment. */
    private synchronized Optional<FrameExchange> awaitExchange() throws InterruptedException {
        long end = System.nanoTime() + SWAP_NANOS;
        while (exchange.isEmpty() && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
        }
        return exchange;
    }
}
