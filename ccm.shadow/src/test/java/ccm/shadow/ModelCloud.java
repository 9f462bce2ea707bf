package ccm.shadow;

import ccm.api.cloud.CloudException;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowChange.Kind;
import ccm.api.shadow.ShadowDocument;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A cloud that keeps a shadow and tells of it in one of the three ways, over a line that can be
 * bad: a server of its own with its own merging, that sees nothing but requests.
 */
final class ModelCloud implements ShadowBackend {
    /** How many of a thousand are lost, come twice, and come late. */
    record Line(int lost, int twice, int late) {
        static final Line GOOD = new Line(0, 0, 0);
    }

    final List<ObjectNode> patches = new ArrayList<>();
    final List<ObjectNode> wholes = new ArrayList<>();
    int gets;
    Line line = Line.GOOD;
    Duration interval = Duration.ZERO;
    Supplier<Optional<CloudException>> refuses = Optional::empty; // of reports
    java.util.function.BiFunction<JsonNode, JsonNode, Optional<String>> rules =
            (report, whole) -> Optional.empty();
    boolean saysReported = true;
    boolean tellsAfterReports = true;
    private final String name;
    private final Kind kind;
    private final boolean versions;
    private final VirtualLoop loop;
    private final Random random;
    private final List<CompletableFuture<?>> open = new ArrayList<>();
    private ShadowEngine engine;
    private ObjectNode desired = Trees.empty();
    private ObjectNode reported = Trees.empty();
    private long version;
    private long desiredVersion;
    private boolean connected;
    private int session;

    ModelCloud(String name, Kind kind, boolean versions, VirtualLoop loop, long seed) {
        this.name = name;
        this.kind = kind;
        this.versions = versions;
        this.loop = loop;
        this.random = new Random(seed);
    }

    /** Tells this engine from now on. */
    void tells(ShadowEngine next) {
        engine = next;
    }

    ObjectNode desired() {
        return desired;
    }

    ObjectNode reported() {
        return reported;
    }

    void connect() {
        connected = true;
        session++;
        engine.ready(this, true);
        if (kind == Kind.WHOLE) {
            tell(new ShadowChange(kind, versions ? desiredVersion : -1, desired));
        }
    }

    void disconnect() {
        connected = false;
        session++;
        List<CompletableFuture<?>> cut = List.copyOf(open);
        open.clear();
        cut.forEach(
                each ->
                        each.completeExceptionally(
                                new CloudException(name + ": the connection was lost", false)));
        engine.ready(this, false);
    }

    /** Somebody wants something. */
    void want(ObjectNode patch) {
        ObjectNode before = desired;
        desired = Trees.merge(desired, patch);
        version++;
        desiredVersion++;
        switch (kind) {
            case WHOLE -> tell(new ShadowChange(kind, versions ? desiredVersion : -1, desired));
            case PATCH -> tell(new ShadowChange(kind, versions ? desiredVersion : -1, patch));
            case DIFFERENCE -> difference();
        }
        if (before.equals(desired) && kind == Kind.PATCH) {
            version++;
        }
    }

    /** Somebody replaces all of desired; a cloud with patches does not say what is gone. */
    void replace(ObjectNode all) {
        desired = Trees.empty();
        want(all);
    }

    /** The shadow is deleted in the cloud. */
    void delete() {
        desired = Trees.empty();
        reported = Trees.empty();
        version++;
        desiredVersion++;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean ready() {
        return connected;
    }

    @Override
    public Duration reportInterval() {
        return interval;
    }

    @Override
    public Optional<String> refusal(JsonNode report, JsonNode whole) {
        return rules.apply(report, whole);
    }

    @Override
    public CompletionStage<ShadowDocument> get() {
        gets++;
        return request(
                () -> {
                    long counted = kind == Kind.DIFFERENCE ? version : desiredVersion;
                    return new ShadowDocument(
                            desired,
                            saysReported ? Optional.of(reported) : Optional.empty(),
                            versions ? counted : -1);
                });
    }

    @Override
    public CompletionStage<Void> report(ObjectNode patch, ObjectNode whole) {
        patches.add(patch);
        wholes.add(whole);
        Optional<CloudException> refusal = refuses.get();
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        return request(
                () -> {
                    reported = saysReported ? Trees.merge(reported, patch) : whole;
                    version++;
                    if (kind == Kind.DIFFERENCE && tellsAfterReports) {
                        difference();
                    }
                    return null;
                });
    }

    @Override
    public boolean tellsAfterReports() {
        return tellsAfterReports;
    }

    @Override
    public CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> expected) {
        if (expected.isPresent() && expected.get() != version) {
            return CompletableFuture.failedFuture(
                    new CloudException("version conflict: it is " + version, true));
        }
        if (state.get("desired") instanceof ObjectNode patch) {
            want(patch);
        }
        if (state.get("reported") instanceof ObjectNode patch) {
            reported = Trees.merge(reported, patch);
        }
        return CompletableFuture.completedFuture(Trees.empty().put("version", version));
    }

    private void difference() {
        ObjectNode difference = Trees.delta(desired, reported);
        if (!difference.isEmpty()) {
            tell(new ShadowChange(kind, versions ? version : -1, difference));
        }
    }

    private void tell(ShadowChange change) {
        int now = session;
        int times = chance(line.twice) ? 2 : chance(line.lost) ? 0 : 1;
        for (int i = 0; i < times; i++) {
            loop.after(
                    delay(),
                    () -> {
                        if (connected && session == now) {
                            engine.changed(this, change);
                        }
                    });
        }
    }

    private <T> CompletionStage<T> request(Supplier<T> does) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        int now = session;
        boolean lostOnTheWay = chance(line.lost);
        boolean lostOnTheWayBack = chance(line.lost);
        open.add(answer);
        if (!lostOnTheWay) {
            loop.after(
                    delay(),
                    () -> {
                        T value = does.get();
                        if (!lostOnTheWayBack) {
                            loop.after(delay(), () -> finish(answer, value, now));
                        }
                    });
        }
        loop.after(
                Duration.ofSeconds(20),
                () -> answer.completeExceptionally(new CloudException(name + ": silent", false)));
        return answer;
    }

    private <T> void finish(CompletableFuture<T> answer, T value, int asked) {
        if (session == asked) {
            open.remove(answer);
            answer.complete(value);
        }
    }

    private boolean chance(int ofThousand) {
        return random.nextInt(1000) < ofThousand;
    }

    private Duration delay() {
        return Duration.ofMillis(chance(line.late) ? random.nextInt(2000) : 20);
    }
}
