package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to disk what changed, all that came within 50 ms at once, so that a host that reports
 * often does not wear the flash out. Works on the loop; may be told by any thread.
 */
final class ShadowStore {
    static final Duration GROUP = Duration.ofMillis(50);
    static final int MAX_WAITING = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(ShadowStore.class);

    private final Kept.Shelf shelf;
    private final Kept file;
    private final Loop loop;
    private final Runnable written;
    private final Reported reported = new Reported();
    private final AtomicBoolean planned = new AtomicBoolean();
    private final Map<String, Desired> changed = new TreeMap<>(); // the loop's alone
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(); // guarded by itself
    private boolean failing; // the loop's alone

    /**
     * Reads what is on disk.
     *
     * @param written runs on the loop when a report was brought to disk
     */
    ShadowStore(Kept.Shelf shelf, Loop loop, Runnable written) {
        this.shelf = shelf;
        this.file = shelf.reported();
        this.loop = loop;
        this.written = written;
        reported.load(file.read());
    }

    Reported reported() {
        return reported;
    }

    /** The report has changed: it is on disk within 50 ms. */
    void changed() {
        if (!reported.isSaved() && planned.compareAndSet(false, true)) {
            loop.after(GROUP, this::flush);
        }
    }

    /**
     * Completes when what is reported now is on disk, exceptionally with why it is not; empty when
     * too many wait for that already.
     */
    Optional<CompletionStage<Void>> durable() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                return Optional.empty();
            }
            if (reported.isSaved()) {
                durable.complete(null);
            } else {
                waiting.add(durable);
            }
        }
        changed();
        return Optional.of(durable);
    }

    /** Fills in what a cloud wanted in the last run. */
    Desired desired(String cloud, Desired empty) {
        empty.load(shelf.desired(cloud).read());
        return empty;
    }

    /** A cloud wants something else. Loop only. */
    void keep(String cloud, Desired desired) {
        changed.put(cloud, desired);
        if (planned.compareAndSet(false, true)) {
            loop.after(GROUP, this::flush);
        }
    }

    /** Writes what has changed. Loop only. */
    void flush() {
        planned.set(false);
        flushDesired();
        if (reported.isSaved()) {
            return;
        }
        List<CompletableFuture<Void>> answered = takeWaiting();
        Reported.State state = reported.current();
        Optional<IOException> failure = write(file, Reported.json(state));
        reported.saved(state); // what cannot be kept is reported all the same
        failure.ifPresentOrElse(
                e -> {
                    tell(e);
                    answered.forEach(each -> each.completeExceptionally(e));
                },
                () -> {
                    failing = false;
                    answered.forEach(each -> each.complete(null));
                });
        written.run();
    }

    private List<CompletableFuture<Void>> takeWaiting() {
        synchronized (waiting) {
            List<CompletableFuture<Void>> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    private void flushDesired() {
        changed.forEach(
                (cloud, desired) ->
                        write(shelf.desired(cloud), desired.json()).ifPresent(this::tell));
        changed.clear();
    }

    private void tell(IOException e) {
        if (!failing) {
            LOG.error(
                    "shadow: not kept on disk, {}. Is the disk full? Clouds are told all the same,"
                            + " but after a power cut the host has to report again",
                    e.getMessage());
        }
        failing = true;
    }

    private static Optional<IOException> write(Kept file, JsonNode content) {
        try {
            file.write(content);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
