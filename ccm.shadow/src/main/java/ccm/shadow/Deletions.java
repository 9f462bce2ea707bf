package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/**
 * What the host has deleted from its report, as a tree whose leaves are null. It is remembered
 * because a cloud that was away still has it, while other members that only the cloud has are none
 * of our business: somebody else put them there.
 */
final class Deletions {
    static final int MAX = 500;

    private Deletions() {}

    /** What is deleted once the first report has become the second. */
    static ObjectNode after(ObjectNode deleted, ObjectNode before, ObjectNode now) {
        ObjectNode next = with(deleted, before, now);
        Iterator<String> oldest = next.fieldNames();
        while (count(next) > MAX && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        return next;
    }

    /** Those that a cloud has still, as a merge patch. */
    static ObjectNode in(ObjectNode cloud, ObjectNode deleted, ObjectNode reported) {
        ObjectNode patch = Trees.empty();
        for (Map.Entry<String, JsonNode> member : deleted.properties()) {
            String key = member.getKey();
            JsonNode theirs = cloud.get(key);
            JsonNode ours = reported.get(key);
            if (theirs == null) {
                continue;
            }
            if (ours == null) {
                patch.set(key, NullNode.getInstance());
            } else if (member.getValue() instanceof ObjectNode inner
                    && theirs instanceof ObjectNode there
                    && ours instanceof ObjectNode here) {
                ObjectNode rest = in(there, inner, here);
                if (!rest.isEmpty()) {
                    patch.set(key, rest);
                }
            }
        }
        return patch;
    }

    private static ObjectNode with(ObjectNode deleted, ObjectNode before, ObjectNode now) {
        ObjectNode next = Trees.shallow(deleted);
        for (Map.Entry<String, JsonNode> member : before.properties()) {
            String key = member.getKey();
            if (member.getValue() instanceof ObjectNode inner) {
                ObjectNode known = object(deleted, key);
                ObjectNode left =
                        now.get(key) instanceof ObjectNode object ? object : Trees.empty();
                put(next, key, with(known, inner, left), !now.has(key));
            } else if (!now.has(key) && !(next.get(key) instanceof ObjectNode)) {
                next.set(key, NullNode.getInstance()); // an object says what was inside before
            }
        }
        for (Map.Entry<String, JsonNode> member : now.properties()) {
            String key = member.getKey();
            if (!next.has(key)) {
                continue;
            }
            if (!(next.get(key) instanceof ObjectNode known)) {
                next.remove(key);
            } else if (member.getValue() instanceof ObjectNode inner) {
                put(next, key, with(known, Trees.empty(), inner), false);
            }
        }
        return next;
    }

    private static void put(ObjectNode tree, String key, ObjectNode inner, boolean gone) {
        if (!inner.isEmpty()) {
            tree.set(key, inner);
        } else if (gone) {
            tree.set(key, NullNode.getInstance());
        } else {
            tree.remove(key);
        }
    }

    private static ObjectNode object(ObjectNode tree, String key) {
        return tree.get(key) instanceof ObjectNode inner ? inner : Trees.empty();
    }

    private static int count(ObjectNode tree) {
        int count = 0;
        for (JsonNode member : tree) {
            count += member instanceof ObjectNode inner ? count(inner) : 1;
        }
        return count;
    }
}
