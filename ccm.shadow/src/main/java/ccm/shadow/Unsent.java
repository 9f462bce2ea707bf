package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiFunction;

/**
 * What of the report a cloud has not got yet. A member that the cloud refuses is set aside until it
 * has another value, and the rest goes. Touched by the engine's loop alone.
 */
final class Unsent {
    private final Map<String, Refused> refused =
            new ConcurrentSkipListMap<>(); // read by any thread
    private Optional<ObjectNode> acknowledged = Optional.empty();
    private boolean oneByOne;

    /** A member that is set aside. */
    private record Refused(JsonNode value, String reason) {}

    /**
     * What to send.
     *
     * @param patch what changes in the cloud
     * @param whole what is reported afterwards
     */
    record Report(ObjectNode patch, ObjectNode whole) {}

    /** What the cloud has; empty while that is not known. */
    Optional<ObjectNode> acknowledged() {
        return acknowledged;
    }

    void acknowledged(ObjectNode tree) {
        acknowledged = Optional.of(tree);
    }

    /** Nobody knows what the cloud has. */
    void unknown() {
        acknowledged = Optional.empty();
    }

    /** Why each member that is set aside is refused. */
    Map<String, String> refusals() {
        Map<String, String> reasons = new TreeMap<>();
        refused.forEach((member, each) -> reasons.put(member, each.reason()));
        return reasons;
    }

    /**
     * What to send next; empty when the cloud has everything that it takes.
     *
     * @param check why the cloud can never take a report that makes this whole
     */
    Optional<Report> next(
            Reported.State reported, BiFunction<ObjectNode, ObjectNode, Optional<String>> check) {
        refused.entrySet()
                .removeIf(
                        each ->
                                !each.getValue()
                                        .value()
                                        .equals(value(reported.tree(), each.getKey())));
        ObjectNode all = patch(reported);
        all.remove(refused.keySet());
        ObjectNode whole = Trees.shallow(reported.tree());
        whole.remove(refused.keySet());
        if (all.isEmpty()) {
            oneByOne = false;
            return Optional.empty();
        }
        if (!oneByOne && check.apply(all, whole).isEmpty()) {
            return Optional.of(new Report(all, whole));
        }
        return some(all, reported, whole, check);
    }

    /** The cloud has it. */
    void done(Report report) {
        acknowledged = Optional.of(Trees.merge(acknowledged.orElseGet(Trees::empty), report.patch));
    }

    /**
     * The cloud refuses it for good. Returns what was set aside: empty when it is not known yet
     * which member is meant.
     */
    Optional<String> refused(Report report, Reported.State reported, String reason) {
        if (report.patch.size() > 1) {
            oneByOne = true;
            return Optional.empty();
        }
        String member = report.patch.fieldNames().next();
        refused.put(member, new Refused(value(reported.tree(), member), reason));
        return Optional.of(member);
    }

    /** Those members that can be taken together; only the first while the guilty is looked for. */
    private Optional<Report> some(
            ObjectNode all,
            Reported.State reported,
            ObjectNode allowed,
            BiFunction<ObjectNode, ObjectNode, Optional<String>> check) {
        ObjectNode patch = Trees.empty();
        ObjectNode whole = allowed;
        whole.remove(Trees.names(all));
        for (Map.Entry<String, JsonNode> member : all.properties()) {
            String key = member.getKey();
            ObjectNode next = Trees.shallow(whole);
            if (reported.tree().has(key)) {
                next.set(key, reported.tree().get(key));
            }
            Optional<String> refusal = check.apply(Trees.of(key, member.getValue()), next);
            if (refusal.isPresent()) {
                refused.put(key, new Refused(value(reported.tree(), key), refusal.get()));
            } else if (!oneByOne || patch.isEmpty()) {
                patch.set(key, member.getValue());
                whole = next;
            }
        }
        return patch.isEmpty() ? Optional.empty() : Optional.of(new Report(patch, whole));
    }

    private ObjectNode patch(Reported.State reported) {
        ObjectNode theirs = acknowledged.orElseGet(reported::deleted);
        ObjectNode known = acknowledged.orElseGet(Trees::empty);
        ObjectNode patch =
                Trees.join(
                        Trees.delta(reported.tree(), known),
                        Deletions.in(theirs, reported.deleted(), reported.tree()));
        return Trees.shallow(patch);
    }

    private static JsonNode value(ObjectNode tree, String member) {
        return tree.path(member);
    }
}
