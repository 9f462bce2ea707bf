package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts a delta into objects that fit into a host's frames: member by member, inside of members
 * where one alone is too large. Merged one after the other they are the delta again.
 */
final class DeltaFrames {
    /** What of a frame is not the delta, its check sum included. */
    static final int ENVELOPE = "{\"method\":\"Shadow.Delta\",\"params\":}".length() + 12;

    private final int room;
    private final List<ObjectNode> parts = new ArrayList<>();
    private final List<String> unfit = new ArrayList<>();

    private DeltaFrames(int room) {
        this.room = room;
    }

    /**
     * Cuts.
     *
     * @param maxFrame bytes of the host's largest frame; 0 when there is no limit
     */
    static DeltaFrames of(ObjectNode delta, int maxFrame) {
        DeltaFrames frames =
                new DeltaFrames(maxFrame == 0 ? Integer.MAX_VALUE : maxFrame - ENVELOPE);
        if (Limits.size(delta) <= frames.room) {
            frames.parts.add(delta);
        } else {
            frames.cut(delta).forEach(frames.parts::add);
        }
        return frames;
    }

    /** What to tell the host, in this order. */
    List<ObjectNode> parts() {
        return parts;
    }

    /** The paths of the values that no frame can ever take. */
    List<String> unfit() {
        return unfit;
    }

    private List<ObjectNode> cut(ObjectNode tree) {
        return cut(tree, "", room);
    }

    private List<ObjectNode> cut(ObjectNode tree, String path, int room) {
        List<ObjectNode> pieces = new ArrayList<>();
        ObjectNode open = Trees.empty();
        int used = 1; // the braces, less the comma that the last has not
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            ObjectNode alone = Trees.of(member.getKey(), member.getValue());
            int size = Limits.size(alone) - 1; // a comma for the braces
            if (size + 1 > room) {
                inside(member, path, room).forEach(pieces::add);
                continue;
            }
            if (used + size > room) {
                pieces.add(open);
                open = Trees.empty();
                used = 1;
            }
            open.set(member.getKey(), member.getValue());
            used += size;
        }
        if (!open.isEmpty()) {
            pieces.add(open);
        }
        return pieces;
    }

    private List<ObjectNode> inside(Map.Entry<String, JsonNode> member, String path, int room) {
        String key = member.getKey();
        int frame = Limits.size(Trees.of(key, Trees.empty())) - 2;
        if (member.getValue() instanceof ObjectNode inner && !inner.isEmpty() && room > frame + 2) {
            return cut(inner, path + key + ".", room - frame).stream()
                    .map(piece -> Trees.of(key, piece))
                    .toList();
        }
        unfit.add(path + key);
        return List.of();
    }
}
