package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** What the host says of itself: one document, common to all clouds. For any thread. */
final class Reported {
    private final AtomicReference<State> current = new AtomicReference<>(State.EMPTY);
    private volatile State saved = State.EMPTY;

    /**
     * One state of it.
     *
     * @param tree what is reported
     * @param deleted what was and is not any more, see {@link Deletions}
     */
    record State(ObjectNode tree, ObjectNode deleted) {
        static final State EMPTY = new State(Trees.empty(), Trees.empty());

        State with(ObjectNode patch) {
            ObjectNode next = Trees.merge(tree, patch);
            return new State(next, Deletions.after(deleted, tree, next));
        }
    }

    /** What is said now, on disk or not yet. */
    ObjectNode tree() {
        return current.get().tree();
    }

    State current() {
        return current.get();
    }

    /** What clouds may be told: it survives a power cut. */
    State saved() {
        return saved;
    }

    void saved(State state) {
        saved = state;
    }

    boolean isSaved() {
        return saved == current.get();
    }

    /**
     * Merges a report.
     *
     * @param check asked with the report and the whole it would make: why it is refused
     * @return why nothing was changed; empty when it was merged
     */
    Optional<String> merge(
            ObjectNode patch, BiFunction<ObjectNode, ObjectNode, Optional<String>> check) {
        while (true) {
            State before = current.get();
            State next = before.with(patch);
            Optional<String> refusal = check.apply(patch, next.tree());
            if (refusal.isPresent()) {
                return refusal;
            }
            if (Trees.same(before.tree(), next.tree()) || current.compareAndSet(before, next)) {
                return Optional.empty();
            }
        }
    }

    /** For the disk. */
    static ObjectNode json(State state) {
        ObjectNode json = Trees.of("reported", state.tree());
        json.set("deleted", state.deleted());
        return json;
    }

    /** As {@link #json} said it. */
    void load(JsonNode json) {
        if (json.path("reported") instanceof ObjectNode tree) {
            ObjectNode deleted =
                    json.path("deleted") instanceof ObjectNode known ? known : Trees.empty();
            saved = new State(tree, deleted);
            current.set(saved);
        }
    }
}
