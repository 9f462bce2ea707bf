package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.ShadowTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The shadow of a device. On the server's thread. */
final class ShadowDocument {
    private final ObjectNode desired = JsonNodeFactory.instance.objectNode();
    private final ObjectNode reported = JsonNodeFactory.instance.objectNode();
    private final ObjectNode tags = JsonNodeFactory.instance.objectNode();
    private long version;

    void desire(ObjectNode patch) {
        ShadowTree.merge(desired, patch);
        version++;
    }

    void report(ObjectNode patch) {
        ShadowTree.merge(reported, patch);
        version++;
    }

    void tag(ObjectNode patch) {
        ShadowTree.merge(tags, patch);
    }

    /** What of a report is kept for good: the members that the tag {@code save} names. */
    Optional<ObjectNode> saved(ObjectNode patch) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : tags.path("save")) {
            if (patch.has(name.asText())) {
                kept.set(name.asText(), patch.path(name.asText()).deepCopy());
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    long version() {
        return version;
    }

    ObjectNode delta() {
        return difference(desired, reported);
    }

    /** As a device gets it: tags are none of its business. */
    ObjectNode forDevice() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.set("desired", desired.deepCopy());
        state.set("reported", reported.deepCopy());
        state.set("delta", delta());
        return state;
    }

    ObjectNode forUsers() {
        ObjectNode state = forDevice();
        state.set("tags", tags.deepCopy());
        return state;
    }

    private static ObjectNode difference(ObjectNode wanted, ObjectNode said) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        wanted.properties()
                .forEach(
                        member -> {
                            JsonNode now = said.path(member.getKey());
                            if (member.getValue() instanceof ObjectNode inner
                                    && now instanceof ObjectNode old) {
                                ObjectNode deeper = difference(inner, old);
                                if (!deeper.isEmpty()) {
                                    delta.set(member.getKey(), deeper);
                                }
                            } else if (!member.getValue().equals(now)) {
                                delta.set(member.getKey(), member.getValue().deepCopy());
                            }
                        });
        return delta;
    }
}
