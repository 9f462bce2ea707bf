package ccm.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowListener;
import ccm.parts.cloud.ShadowSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A cloud as its own dialect has it, at the level of messages, over a line that loses, repeats and
 * reorders them. What was lost for good costs the connection soon after, as TCP does.
 */
abstract class DialectCloud implements AutoCloseable {
    private static final Duration USUAL = Duration.ofMillis(20);
    private static final int LATE_MILLIS = 2_000;

    ModelCloud.Line line = ModelCloud.Line.GOOD;
    protected final VirtualLoop loop;
    protected ObjectNode desired = Trees.empty();
    protected ObjectNode reported = Trees.empty();
    protected long version; // of all of it
    protected long desiredVersion;
    int reports;
    private final Random random;
    private final List<CompletableFuture<?>> open = new ArrayList<>();
    private ShadowListener engine;
    private boolean connected;
    private int session;

    DialectCloud(VirtualLoop loop, long seed) {
        this.loop = loop;
        this.random = new Random(seed);
    }

    /** Ours. */
    abstract ShadowSource shadow();

    /** Somebody wants something else now: tells what this cloud tells of it. */
    abstract void tellDesired(ObjectNode patch);

    /** What this cloud says to whoever connects. */
    void greet() {
        // most wait for a question
    }

    /** False where a line never reorders, because nothing could be made of it. */
    boolean reorders() {
        return true;
    }

    void tells(ShadowEngine next) {
        if (engine != null) {
            shadow().without(engine);
        }
        engine = new Ears(next);
        shadow().listener(engine);
    }

    void connect() {
        connected = true;
        session++;
        shadow().onReady(true);
        greet();
    }

    void disconnect() {
        connected = false;
        session++;
        List<CompletableFuture<?>> cut = List.copyOf(open);
        open.clear();
        cut.forEach(
                each ->
                        each.completeExceptionally(
                                new CloudException("the connection was lost", false)));
        shadow().onReady(false);
    }

    void want(ObjectNode patch) {
        desired = Trees.merge(desired, patch);
        version++;
        desiredVersion++;
        tellDesired(patch);
    }

    @Override
    public void close() {
        // most hold nothing open
    }

    /** What the device reported has come. */
    protected final void report(ObjectNode next) {
        reported = next;
        version++;
        reports++;
    }

    /** A message to the device. */
    protected final void down(Runnable delivery) {
        int now = session;
        int times = chance(line.twice()) ? 2 : chance(line.lost()) ? 0 : 1;
        if (times == 0) {
            cutSoon();
        }
        for (int i = 0; i < times; i++) {
            loop.after(
                    delay(),
                    () -> {
                        if (connected && session == now) {
                            delivery.run();
                        }
                    });
        }
    }

    /** A question of the device, which is answered at once or never. */
    protected final <T> CompletionStage<T> up(java.util.function.Supplier<T> serving) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!connected) {
            answer.completeExceptionally(new CloudException("not connected", false));
            return answer;
        }
        open.add(answer);
        int now = session;
        boolean lost = chance(line.lost());
        boolean answerLost = chance(line.lost());
        if (!lost) {
            loop.after(
                    delay(),
                    () -> {
                        T value = serving.get(); // whether we are still there or not
                        if (!answerLost) {
                            loop.after(delay(), () -> finish(answer, value, now));
                        }
                    });
        }
        if (lost || answerLost) {
            cutSoon();
        }
        return answer;
    }

    /** The same for a message, whose acknowledgement is all that comes back. */
    protected final CompletionStage<Void> published(Runnable serving) {
        return up(
                () -> {
                    serving.run();
                    return null;
                });
    }

    protected static CloudMessage message(String topic, JsonNode body) {
        return new CloudMessage(topic, body.toString().getBytes(UTF_8), 1, false);
    }

    private <T> void finish(CompletableFuture<T> answer, T value, int asked) {
        if (session == asked) {
            open.remove(answer);
            answer.complete(value);
        }
    }

    private void cutSoon() {
        int now = session;
        loop.after(
                Duration.ofMillis(LATE_MILLIS),
                () -> {
                    if (session == now && connected) {
                        disconnect();
                        connect();
                    }
                });
    }

    private boolean chance(int ofThousand) {
        return random.nextInt(1000) < ofThousand;
    }

    private Duration delay() {
        return reorders() && chance(line.late())
                ? Duration.ofMillis(random.nextInt(LATE_MILLIS))
                : USUAL;
    }

    private record Ears(ShadowEngine to) implements ShadowListener {
        @Override
        public void onReady(ShadowBackend from, boolean ready) {
            to.ready(from, ready);
        }

        @Override
        public void onChange(ShadowBackend from, ShadowChange change) {
            to.changed(from, change);
        }
    }
}
