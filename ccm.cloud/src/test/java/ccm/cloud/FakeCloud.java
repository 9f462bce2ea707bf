package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A connector with its broker: takes messages in order, on one thread, while it is ready; can hold
 * its word back, refuse, hang up and come back.
 */
final class FakeCloud implements CloudConnector, AutoCloseable {
    final List<String> received = new CopyOnWriteArrayList<>();
    final Map<String, Integer> filters = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile int mostUnfinished;
    volatile boolean acknowledges = true;
    volatile Predicate<CloudMessage> refused = message -> false;
    volatile Predicate<CloudMessage> poison = message -> false;
    volatile Predicate<CloudMessage> breaksOn = message -> false;
    volatile Predicate<String> refusedFilter = filter -> false;
    volatile boolean reconnects;
    volatile Function<CloudMessage, Optional<String>> refusal = message -> Optional.empty();
    volatile Predicate<String> impossible = filter -> false;

    private final String name;
    private final Capabilities capabilities;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(job -> daemon(job));
    private final ArrayDeque<Pending> pending = new ArrayDeque<>(); // guarded by itself
    private volatile BiConsumer<CloudConnector, CloudState> listener = (from, state) -> {};
    private volatile CloudState state = at(Phase.CONNECTING, "");

    FakeCloud(String name) {
        this(name, new Capabilities(true, 65_536, 20, true));
    }

    FakeCloud(String name, Capabilities capabilities) {
        this.name = name;
        this.capabilities = capabilities;
    }

    private static Thread daemon(Runnable job) {
        Thread made = new Thread(job, "fake-cloud");
        made.setDaemon(true);
        return made;
    }

    private static CloudState at(Phase phase, String reason) {
        return new CloudState(phase, reason, Instant.now(), 0);
    }

    void tells(BiConsumer<CloudConnector, CloudState> told) {
        listener = told;
    }

    FakeCloud ready() {
        change(at(Phase.READY, ""));
        return this;
    }

    /** The session renews itself: nothing fails, and nothing new is taken. */
    void renew() {
        change(at(Phase.CONNECTING, "renewing the login"));
    }

    /** The session is lost: everything unfinished fails. */
    void drop() {
        List<Pending> lost;
        synchronized (pending) {
            state = at(Phase.BACKOFF, "connection lost");
            lost = new ArrayList<>(pending);
            pending.clear();
        }
        lost.forEach(one -> one.fail(new CloudException("connection lost", false)));
        listener.accept(this, state);
    }

    private void change(CloudState next) {
        state = next;
        listener.accept(this, next);
    }

    /** Gives the word that was held back, oldest first. */
    void acknowledgeAll() {
        acknowledges = true;
        thread.execute(this::work);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Optional<String> refusal(CloudMessage message) {
        return refusal.apply(message);
    }

    @Override
    public Optional<String> refusal(String filter) {
        return impossible.test(filter)
                ? Optional.of("topic is \"" + filter + "\", which " + name + " does not have")
                : Optional.empty();
    }

    @Override
    public CloudState state() {
        return state;
    }

    @Override
    public CompletionStage<Void> publish(CloudMessage message) {
        if (breaksOn.test(message)) {
            throw new IllegalStateException("a bug in the connector");
        }
        Pending next = new Pending(message, new CompletableFuture<>());
        synchronized (pending) {
            if (state.ready()) {
                pending.add(next);
                mostUnfinished = Math.max(mostUnfinished, pending.size());
            } else {
                next.fail(new CloudException("not connected", false));
            }
        }
        thread.execute(this::work);
        return next.done;
    }

    private void work() {
        while (acknowledges) {
            Pending next;
            synchronized (pending) {
                next = acknowledges ? pending.poll() : null;
                if (next != null && !poison.test(next.message) && !refused.test(next.message)) {
                    received.add(next.message.topic() + "=" + text(next.message));
                }
            }
            if (next == null) {
                return;
            }
            if (poison.test(next.message)) {
                next.fail(new CloudException("connection lost", false));
                drop();
                if (reconnects) {
                    ready();
                }
            } else if (refused.test(next.message)) {
                next.fail(new CloudException("payload not wanted", true));
            } else {
                next.done.complete(null);
            }
        }
    }

    private static String text(CloudMessage message) {
        return new String(message.payload(), UTF_8);
    }

    /** What the broker got before it could say so: it will come again. */
    void takeWithoutWord(int count) {
        synchronized (pending) {
            pending.stream()
                    .limit(count)
                    .forEach(one -> received.add(one.message.topic() + "=" + text(one.message)));
        }
    }

    int unfinished() {
        synchronized (pending) {
            return pending.size();
        }
    }

    @Override
    public CompletionStage<Void> subscribe(String filter, int qos) {
        asked.add(filter);
        if (refusedFilter.test(filter)) {
            return CompletableFuture.failedStage(
                    new CloudException(name + ": " + filter + " is refused", true));
        }
        filters.put(filter, qos);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String filter) {
        filters.remove(filter);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {
        drop();
        thread.shutdownNow();
    }

    /** A message that the broker has not given its word on. */
    private record Pending(CloudMessage message, CompletableFuture<Void> done) {
        void fail(CloudException why) {
            done.completeExceptionally(why);
        }
    }
}
