package ccm.shadow;

import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateStatus;
import ccm.api.host.Host;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the host and the shadows of all clouds in step. What comes in is taken by any thread; what
 * is made of it happens on the loop.
 */
final class ShadowEngine implements CloudShadow.Surroundings {
    static final String OTA = "ota";
    private static final Logger LOG = LoggerFactory.getLogger(ShadowEngine.class);
    private static final double JITTER = 0.1;

    private final ShadowSettings settings;
    private final Loop loop;
    private final HostLine line;
    private final ShadowStore store;
    private final Reported reported;
    private final ShadowOta ota;
    private final AtomicLong stamp = new AtomicLong();
    private final List<ShadowBackend> backends = new CopyOnWriteArrayList<>(); // those that count
    private final Map<String, CloudShadow> clouds = new ConcurrentSkipListMap<>();
    private final Map<String, Desired> wishes = new TreeMap<>(); // the loop's alone, like the next
    private final Map<String, Set<String>> tooLarge = new ConcurrentSkipListMap<>();
    private Runnable cancelLook = () -> {};

    ShadowEngine(ShadowSettings settings, Kept.Shelf shelf, Loop loop) {
        this.settings = settings;
        this.loop = loop;
        this.line = new HostLine(loop);
        this.store = new ShadowStore(shelf, loop, this::onDisk);
        this.reported = store.reported();
        this.ota = new ShadowOta(this, shelf.ota());
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public ShadowSettings settings() {
        return settings;
    }

    @Override
    public Reported reported() {
        return reported;
    }

    @Override
    public double jitter() {
        return 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    }

    ShadowStore store() {
        return store;
    }

    /** The backends that count, in the order in which they came. For any thread. */
    List<ShadowBackend> backends() {
        return List.copyOf(backends);
    }

    /** The shadow of that cloud, once its backend was taken in. For any thread. */
    Optional<CloudShadow> cloud(String name) {
        return Optional.ofNullable(clouds.get(name));
    }

    /** What of this cloud's wishes does not fit into the host's frames. For any thread. */
    List<String> tooLarge(String name) {
        return List.copyOf(tooLarge.getOrDefault(name, Set.of()));
    }

    void add(ShadowBackend backend) {
        if (!settings.uses(backend.name())) {
            LOG.debug("{}: its shadow does not count (shadow.enable, shadow.lib)", backend.name());
            return;
        }
        backends.removeIf(each -> each.name().equals(backend.name())); // this one is its successor
        backends.add(backend);
        loop.execute(() -> begin(backend));
    }

    void remove(ShadowBackend backend) {
        if (backends.remove(backend)) {
            loop.execute(() -> end(backend));
        }
    }

    void host(Host host) {
        line.is(host);
        loop.execute(this::lookAtHost);
    }

    void withoutHost(Host host) {
        line.isNot(host);
        loop.execute(this::lookAtHost);
    }

    void hostChanged() {
        loop.execute(this::lookAtHost);
    }

    void ready(ShadowBackend from, boolean ready) {
        loop.execute(() -> of(from).ifPresent(shadow -> shadow.ready(ready)));
    }

    void changed(ShadowBackend from, ShadowChange change) {
        boolean taken = loop.offer(() -> of(from).ifPresent(shadow -> shadow.change(change)));
        if (!taken) {
            loop.execute(() -> of(from).ifPresent(CloudShadow::missed));
        }
    }

    /**
     * Merges a report. What follows from it happens later.
     *
     * @param fromHost true when the host itself says so
     * @return why nothing was changed; empty when it was merged
     */
    Optional<String> report(ObjectNode patch, boolean fromHost) {
        ObjectNode before = reported.tree();
        Optional<String> refusal = reported.merge(patch, this::refusal);
        if (refusal.isEmpty()) {
            store.changed();
            loop.execute(() -> heard(patch, before, fromHost));
        }
        return refusal;
    }

    /** Merges what this gateway says of itself. */
    void reportOwn(ObjectNode patch) {
        ObjectNode before = reported.tree();
        reported.merge(patch, (report, whole) -> Optional.empty());
        store.changed();
        loop.execute(() -> heard(patch, before, false));
    }

    @Override
    public void look(CloudShadow shadow) {
        lookAll();
    }

    @Override
    public void changed(CloudShadow shadow) {
        store.keep(shadow.name(), shadow.desired());
    }

    @Override
    public void reached(CloudShadow shadow) {
        ota.reached();
    }

    /** What this cloud wants and the host has not reported, whoever has the say. Any thread. */
    ObjectNode delta(CloudShadow shadow) {
        return Trees.delta(shadow.desired().tree(), reported.tree());
    }

    /** The same without what is not the host's, or is for another cloud to say. Loop only. */
    ObjectNode open(CloudShadow shadow) {
        ObjectNode delta = delta(shadow);
        if (settings.ota()) {
            delta = Trees.without(delta, OTA);
        }
        for (CloudShadow other : clouds.values()) {
            if (other != shadow && other.isKnown()) {
                delta = yielding(delta, shadow.desired(), other.desired());
            }
        }
        return delta;
    }

    /** Who updates firmware now, asked for when it is needed. */
    void updater(Supplier<Optional<FirmwareUpdater>> updater) {
        ota.updater(updater);
        loop.execute(this::lookAll);
    }

    /** How an update of the host goes. */
    void updating(UpdateStatus status) {
        loop.execute(() -> ota.progress(status));
    }

    /** Something is to be looked at again. Loop only. */
    void lookAgain() {
        lookAll();
    }

    /** True when the host's firmware runs. */
    boolean hostIsAlive() {
        return line.isAlive();
    }

    /** Ends what was planned. Loop only. */
    void close() {
        cancelLook.run();
        clouds.values().forEach(CloudShadow::close);
        store.flush();
    }

    /** Where two clouds want different things of one member, the later wish counts. */
    private static ObjectNode yielding(ObjectNode delta, Desired mine, Desired theirs) {
        ObjectNode left = delta;
        for (String member : Trees.names(delta)) {
            if (theirs.tree().has(member) && theirs.since(member) > mine.since(member)) {
                ObjectNode agreed =
                        Trees.agreeing(
                                Trees.of(member, delta.get(member)),
                                Trees.of(member, theirs.tree().get(member)));
                left = Trees.without(left, member);
                left.setAll(agreed);
            }
        }
        return left;
    }

    private void begin(ShadowBackend backend) {
        if (!backends.contains(backend)) {
            return; // gone in the meantime
        }
        Optional.ofNullable(clouds.remove(backend.name())).ifPresent(CloudShadow::close);
        Desired desired =
                wishes.computeIfAbsent(
                        backend.name(), name -> store.desired(name, new Desired(this::stamp)));
        CloudShadow shadow = new CloudShadow(backend, desired, this);
        clouds.put(backend.name(), shadow);
        shadow.ready(backend.ready());
    }

    private void end(ShadowBackend backend) {
        of(backend)
                .ifPresent(
                        shadow -> {
                            shadow.close();
                            clouds.remove(backend.name());
                            tooLarge.remove(backend.name());
                        });
    }

    /** Grows, over restarts too as long as the clock does. */
    private long stamp() {
        return stamp.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
    }

    private Optional<CloudShadow> of(ShadowBackend backend) {
        return cloud(backend.name()).filter(shadow -> shadow.backend() == backend);
    }

    private Optional<String> refusal(ObjectNode report, ObjectNode whole) {
        Optional<String> limit = Limits.refusal(report, "params").or(() -> limits(whole));
        if (limit.isPresent()) {
            return limit;
        }
        for (ShadowBackend backend : backends) {
            Optional<String> refusal = backend.refusal(report, whole);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> limits(ObjectNode whole) {
        return Limits.refusal(whole, "all that is reported");
    }

    private void heard(ObjectNode patch, ObjectNode before, boolean fromHost) {
        if (fromHost) {
            line.spoke();
        }
        for (CloudShadow shadow : clouds.values()) {
            shadow.telling().heard(patch, loop.nanos());
            ObjectNode open = Trees.delta(shadow.desired().tree(), before);
            if (!Trees.delta(delta(shadow), open).isEmpty()) {
                shadow.doubt();
            }
        }
        lookAll();
    }

    private void onDisk() {
        clouds.values().forEach(CloudShadow::act);
    }

    private void lookAtHost() {
        if (line.cameUp()) {
            clouds.values().forEach(shadow -> shadow.telling().forget());
            tooLarge.clear();
        }
        lookAll();
    }

    /** Tells the host what it was not told. Does nothing when there is nothing. */
    private void lookAll() {
        cancelLook.run();
        if (line.cameUp()) {
            clouds.values().forEach(shadow -> shadow.telling().forget());
        }
        long again = Long.MAX_VALUE;
        for (CloudShadow shadow : new ArrayList<>(clouds.values())) {
            ota.look(shadow);
            again = Math.min(again, tell(shadow));
        }
        if (again != Long.MAX_VALUE) {
            cancelLook = loop.after(Duration.ofNanos(again), this::lookAll);
        }
    }

    /** Returns when to look again; {@link Long#MAX_VALUE} when something has to happen first. */
    private long tell(CloudShadow shadow) {
        ObjectNode open = open(shadow);
        if (!shadow.telling().isDue(open) || !shadow.isKnown()) {
            return Long.MAX_VALUE;
        }
        long now = loop.nanos();
        long wait = Math.max(line.deafNanos(), shadow.telling().pauseNanos(now));
        if (wait > 0) {
            return wait;
        }
        Set<String> unfit = new TreeSet<>();
        if (!line.tell(shadow.name(), open, unfit)) {
            return HostLine.RETRY_NANOS;
        }
        tooLarge.put(shadow.name(), unfit);
        shadow.telling().told(open, now);
        return Long.MAX_VALUE;
    }
}
