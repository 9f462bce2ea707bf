package ccm.cloud.gcp;

import ccm.api.cloud.CloudMessage;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.parts.threads.NamedThreads;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands that are calls: the back end sends frames, we answer on the events of the caller. Begun
 * in the order in which they came, by one thread that lives only while there are any.
 */
final class Calls {
    static final int MAX_WAITING = 64;
    private static final RpcPeer CALLER =
            new RpcPeer(RpcPeer.MQTT, GcpDialect.NAME, RpcPeer.Zone.NETWORK);
    private static final long IDLE_SECONDS = 5;
    private static final long SWAP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FAREWELL_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final String folder;
    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final UnaryOperator<String> events;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    new NamedThreads("ccm-gcp-calls"));
    private Optional<FrameExchange> exchange = Optional.empty(); // guarded by this

    /**
     * Makes it.
     *
     * @param folder of commands that are calls
     * @param publisher to the cloud, as it is
     * @param events where the events of a caller go
     */
    Calls(
            String folder,
            Function<CloudMessage, CompletionStage<Void>> publisher,
            UnaryOperator<String> events) {
        this.folder = folder;
        this.publisher = publisher;
        this.events = events;
        thread.allowCoreThreadTimeOut(true);
    }

    String folder() {
        return folder;
    }

    synchronized void exchange(FrameExchange arrived) {
        exchange = Optional.of(arrived);
        notifyAll();
    }

    synchronized void without(FrameExchange gone) {
        exchange = exchange.filter(current -> current != gone);
    }

    void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a frame; always true. */
    boolean take(byte[] frame) {
        try {
            thread.execute(() -> run(frame));
        } catch (RejectedExecutionException e) {
            LOG.warn("gcp: a call was dropped, {} wait already", MAX_WAITING);
        }
        return true;
    }

    private void run(byte[] frame) {
        try {
            Optional<FrameExchange> core = awaitExchange();
            if (core.isEmpty()) {
                LOG.warn("gcp: a call was dropped: nobody answers. is ccm.core started?");
            } else if (frame.length > core.get().maxFrame()) {
                LOG.warn(
                        "gcp: a call of {} bytes was dropped, rpc.max_frame_size is {}",
                        frame.length,
                        core.get().maxFrame());
            } else {
                core.get().exchange(CALLER, frame).thenAccept(this::answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // we are closing
        } catch (RuntimeException e) { // of a foreign plugin
            LOG.warn("gcp: a call broke", e);
        }
    }

    /** While ccm.core is being swapped there is none for a moment. */
    private synchronized Optional<FrameExchange> awaitExchange() throws InterruptedException {
        long end = System.nanoTime() + SWAP_NANOS;
        while (exchange.isEmpty() && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return exchange;
    }

    private void answer(FrameReply reply) {
        if (reply.kind() != FrameReply.Kind.ANSWER || reply.to().isEmpty()) {
            return;
        }
        publisher
                .apply(new CloudMessage(events.apply(reply.to()), reply.frame(), 1, false))
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                LOG.info(
                                        "gcp: the answer to {} was not sent: {}",
                                        reply.to(),
                                        problem.getMessage());
                            }
                        });
    }
}
