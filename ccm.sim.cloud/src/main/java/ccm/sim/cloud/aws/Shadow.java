package ccm.sim.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One version of a shadow.
 *
 * @param desiredTimes when each member was set; and those of reported
 */
record Shadow(
        ObjectNode desired,
        ObjectNode reported,
        ObjectNode desiredTimes,
        ObjectNode reportedTimes,
        long version) {
    /** Before the first update, or after it was deleted in that version. */
    static Shadow nothing(long version) {
        return new Shadow(Tree.object(), Tree.object(), Tree.object(), Tree.object(), version);
    }

    /** The next version. */
    Shadow updated(JsonNode state, long seconds) {
        JsonNode newDesired = state.path("desired");
        JsonNode newReported = state.path("reported");
        return new Shadow(
                merged(desired, newDesired),
                merged(reported, newReported),
                times(desiredTimes, newDesired, seconds),
                times(reportedTimes, newReported, seconds),
                version + 1);
    }

    private static ObjectNode merged(ObjectNode section, JsonNode change) {
        if (change.isNull()) {
            return Tree.object(); // the whole section goes
        }
        return change instanceof ObjectNode object ? Tree.merged(section, object) : section;
    }

    private static ObjectNode times(ObjectNode section, JsonNode change, long seconds) {
        if (change.isNull()) {
            return Tree.object();
        }
        if (!(change instanceof ObjectNode object)) {
            return section;
        }
        ObjectNode stamps = withoutNulls(object, (ObjectNode) Tree.stamped(object, seconds));
        return Tree.merged(section, stamps);
    }

    /** Null again where the change deletes. */
    private static ObjectNode withoutNulls(ObjectNode change, ObjectNode stamps) {
        change.properties()
                .forEach(
                        each -> {
                            if (each.getValue().isNull()) {
                                stamps.putNull(each.getKey());
                            } else if (each.getValue() instanceof ObjectNode below) {
                                withoutNulls(below, (ObjectNode) stamps.path(each.getKey()));
                            }
                        });
        return stamps;
    }

    /** What is wanted and not reported. */
    ObjectNode delta() {
        return Tree.difference(desired, reported);
    }

    ObjectNode deltaTimes() {
        return Tree.only(delta(), desiredTimes);
    }

    /** Bytes of state; times are free. */
    int size() {
        return Tree.bytes(desired).length + Tree.bytes(reported).length;
    }

    /** State and times, without the delta. */
    ObjectNode body() {
        ObjectNode body = Tree.object();
        section(body.putObject("state"), desired, reported);
        section(body.putObject("metadata"), desiredTimes, reportedTimes);
        return body.put("version", version);
    }

    /** As it is read: with the delta. */
    ObjectNode document() {
        ObjectNode body = body();
        if (!delta().isEmpty()) {
            ((ObjectNode) body.path("state")).set("delta", delta());
            ((ObjectNode) body.path("metadata")).set("delta", deltaTimes());
        }
        return body;
    }

    private static void section(ObjectNode into, ObjectNode ofDesired, ObjectNode ofReported) {
        if (!ofDesired.isEmpty()) {
            into.set("desired", ofDesired.deepCopy());
        }
        if (!ofReported.isEmpty()) {
            into.set("reported", ofReported.deepCopy());
        }
    }
}
