package ccm.shadow;

import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowChange.Kind;
import ccm.api.shadow.ShadowDocument;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What one cloud wants, as far as it is known here, and since when it wants each member. Touched by
 * the engine's loop alone; its trees may be read by any thread.
 */
final class Desired {
    private final LongSupplier stamps;
    private final Map<String, Long> since = new TreeMap<>();
    private volatile ObjectNode tree = Trees.empty();
    private volatile long version = ShadowDocument.NO_VERSION;
    private Optional<Kind> kind = Optional.empty();

    /** What became of a change. */
    enum Outcome {
        /** Desired is not what it was. */
        CHANGED,
        /** It says what is known. */
        UNCHANGED,
        /** It is older than what is known, or the same. */
        OLD,
        /** One before it is missing: the document must be asked for. */
        GAP
    }

    /**
     * Nothing is known yet.
     *
     * @param stamps grows with each call, over restarts too
     */
    Desired(LongSupplier stamps) {
        this.stamps = stamps;
    }

    ObjectNode tree() {
        return tree;
    }

    long version() {
        return version;
    }

    /** True when this cloud tells by itself that a member is not wanted any more. */
    boolean tellsRemovals() {
        return kind.filter(each -> each != Kind.DIFFERENCE).isPresent();
    }

    /** The whole of it. Returns true when it is not what was known. */
    boolean document(ShadowDocument document) {
        version = document.version();
        return become(Trees.plain(document.desired()));
    }

    /**
     * A change.
     *
     * @param reported what the cloud may have had as reported when it was made: the members that a
     *     difference does not name and that are in none of these are no longer wanted
     */
    Outcome change(ShadowChange change, List<ObjectNode> reported) {
        kind = Optional.of(change.kind());
        boolean counted = change.version() != ShadowDocument.NO_VERSION;
        boolean known = version != ShadowDocument.NO_VERSION;
        if (counted && known && change.version() <= version) {
            return Outcome.OLD;
        }
        if (change.kind() == Kind.PATCH && counted && change.version() != version + 1) {
            return Outcome.GAP;
        }
        if (counted) {
            version = change.version();
        }
        ObjectNode told = Trees.plain(change.desired());
        return become(
                        switch (change.kind()) {
                            case WHOLE -> told;
                            case PATCH -> Trees.merge(tree, told);
                            case DIFFERENCE -> Trees.merge(settled(tree, told, reported), told);
                        })
                ? Outcome.CHANGED
                : Outcome.UNCHANGED;
    }

    /** The members of a tree, by the newest first, with the moment they came to be wanted. */
    long since(String member) {
        return since.getOrDefault(member, 0L);
    }

    /** For the disk. */
    ObjectNode json() {
        ObjectNode json = Trees.empty();
        json.set("desired", tree);
        json.put("version", version);
        since.forEach(json.putObject("since")::put);
        return json;
    }

    /** As {@link #json} said it. */
    void load(JsonNode json) {
        if (json.path("desired") instanceof ObjectNode saved) {
            tree = saved;
            version = json.path("version").asLong(ShadowDocument.NO_VERSION);
            json.path("since")
                    .properties()
                    .forEach(each -> since.put(each.getKey(), each.getValue().asLong()));
        }
    }

    private boolean become(ObjectNode raw) {
        ObjectNode next = Trees.merge(Trees.empty(), raw); // without nulls
        if (Trees.same(tree, next)) {
            return false;
        }
        since.keySet().removeIf(member -> !next.has(member));
        next.properties()
                .forEach(
                        member -> {
                            JsonNode old = tree.get(member.getKey());
                            if (old == null || !Trees.same(old, member.getValue())) {
                                since.put(member.getKey(), stamps.getAsLong());
                            }
                        });
        tree = next;
        return true;
    }

    /** What is wanted still, although the difference does not name it: what is reported so. */
    private static ObjectNode settled(
            ObjectNode wanted, ObjectNode difference, List<ObjectNode> reported) {
        ObjectNode settled = Trees.empty();
        for (ObjectNode each : reported) {
            settled = Trees.merge(settled, Trees.common(wanted, each));
        }
        return settled;
    }
}
