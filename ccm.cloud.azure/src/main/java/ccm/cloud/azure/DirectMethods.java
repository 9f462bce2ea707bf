package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudMessage;
import ccm.api.link.FrameExchange;
import ccm.parts.threads.NamedThreads;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct methods: the back end calls, we answer. Begun in the order in which they came, by one
 * thread that lives only while there are any.
 */
final class DirectMethods {
    static final String CALLS = "$iothub/methods/POST/";
    static final int MAX_WAITING = 64;
    private static final String ANSWERS = "$iothub/methods/res/";
    private static final long IDLE_SECONDS = 5;
    private static final long SWAP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FAREWELL_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(DirectMethods.class);

    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    new NamedThreads("ccm-azure-methods"));
    private Optional<FrameExchange> exchange = Optional.empty(); // guarded by this

    /**
     * Makes it.
     *
     * @param publisher to the hub, as it is
     */
    DirectMethods(Function<CloudMessage, CompletionStage<Void>> publisher) {
        this.publisher = publisher;
        thread.allowCoreThreadTimeOut(true);
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

    /** True for a call, which is then dealt with. */
    boolean take(CloudMessage message) {
        Optional<MethodCall> call = MethodCall.of(message, CALLS);
        call.ifPresent(this::begin);
        return call.isPresent();
    }

    private void begin(MethodCall call) {
        try {
            thread.execute(() -> run(call));
        } catch (RejectedExecutionException e) {
            answer(
                    call,
                    MethodAnswer.error(MethodAnswer.BUSY, MAX_WAITING + " calls wait already"));
        }
    }

    private void run(MethodCall call) {
        try {
            Optional<FrameExchange> core = awaitExchange();
            if (core.isEmpty()) {
                answer(
                        call,
                        MethodAnswer.error(
                                MethodAnswer.BUSY, "nobody answers calls. is ccm.core started?"));
            } else if (call.waitedNanos() < MethodCall.DEADLINE.toNanos()) {
                call.carryOut(core.get())
                        .whenComplete((reply, failure) -> end(call, reply, failure));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // we are closing
        } catch (RuntimeException e) { // of a foreign plugin
            end(call, null, e);
        }
    }

    private void end(MethodCall call, MethodAnswer reply, Throwable failure) {
        if (failure != null) {
            LOG.warn("azure: the method {} broke", call.method(), failure);
        }
        answer(
                call,
                failure == null
                        ? reply
                        : MethodAnswer.error(MethodAnswer.BROKEN, "it broke: " + failure));
    }

    /** While ccm.core is being swapped there is none for a moment. */
    private synchronized Optional<FrameExchange> awaitExchange() throws InterruptedException {
        long end = System.nanoTime() + SWAP_NANOS;
        while (exchange.isEmpty() && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return exchange;
    }

    private void answer(MethodCall call, MethodAnswer answer) {
        String topic = ANSWERS + answer.status() + "/?$rid=" + call.id();
        publisher
                .apply(new CloudMessage(topic, answer.body().getBytes(UTF_8), 0, false))
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                LOG.info(
                                        "azure: the answer to {} was not sent: {}",
                                        call.method(),
                                        problem.getMessage());
                            }
                        });
    }
}
