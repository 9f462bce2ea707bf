package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What is done with trees: merging and comparing. No tree that comes in is ever changed; those that
 * come out share parts with them, so nobody may change those either.
 */
final class Trees {
    private static final String OF_THE_DIALECT = "$";

    private Trees() {}

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An object with one member. */
    static ObjectNode of(String member, JsonNode value) {
        ObjectNode tree = empty();
        tree.set(member, value);
        return tree;
    }

    /** JSON merge patch, RFC 7396, of an object. */
    static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        ObjectNode merged = shallow(target);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String key = change.getKey();
            JsonNode value = change.getValue();
            if (value.isNull()) {
                merged.remove(key);
            } else if (value instanceof ObjectNode inner) {
                ObjectNode old = target.get(key) instanceof ObjectNode object ? object : empty();
                merged.set(key, merge(old, inner));
            } else {
                merged.set(key, value);
            }
        }
        return merged;
    }

    /**
     * Every member of the wanted that the present lacks or has another value of. Objects are
     * compared member by member, arrays whole, numbers by value; what a dialect adds ({@code
     * $version}) is skipped, and what only the present has.
     */
    static ObjectNode delta(ObjectNode wanted, ObjectNode present) {
        ObjectNode delta = empty();
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            String key = member.getKey();
            JsonNode want = member.getValue();
            JsonNode have = present.get(key);
            if (key.startsWith(OF_THE_DIALECT)) {
                continue;
            }
            if (want instanceof ObjectNode inner && have instanceof ObjectNode there) {
                ObjectNode rest = delta(inner, there);
                if (!rest.isEmpty()) {
                    delta.set(key, rest);
                }
            } else if (have == null || !same(want, have)) {
                delta.set(key, want);
            }
        }
        return delta;
    }

    /** The members of the first that {@link #delta} to the second does not name. */
    static ObjectNode common(ObjectNode one, ObjectNode other) {
        ObjectNode common = empty();
        for (Map.Entry<String, JsonNode> member : one.properties()) {
            JsonNode mine = member.getValue();
            JsonNode theirs = other.get(member.getKey());
            if (mine instanceof ObjectNode inner && theirs instanceof ObjectNode there) {
                ObjectNode both = common(inner, there);
                if (!both.isEmpty() || inner.isEmpty()) {
                    common.set(member.getKey(), both);
                }
            } else if (theirs != null && same(mine, theirs)) {
                common.set(member.getKey(), mine);
            }
        }
        return common;
    }

    /** The first without the leaves of which the second says something else. */
    static ObjectNode agreeing(ObjectNode tree, ObjectNode stronger) {
        ObjectNode left = empty();
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            JsonNode mine = member.getValue();
            JsonNode theirs = stronger.get(member.getKey());
            if (mine instanceof ObjectNode inner && theirs instanceof ObjectNode there) {
                ObjectNode agreed = agreeing(inner, there);
                if (!agreed.isEmpty() || inner.isEmpty()) {
                    left.set(member.getKey(), agreed);
                }
            } else if (theirs == null || same(mine, theirs)) {
                left.set(member.getKey(), mine);
            }
        }
        return left;
    }

    /** Two patches that name no leaf in common, as one. */
    static ObjectNode join(ObjectNode one, ObjectNode other) {
        ObjectNode joined = shallow(one);
        for (Map.Entry<String, JsonNode> member : other.properties()) {
            boolean both = member.getValue().isObject() && one.path(member.getKey()).isObject();
            joined.set(
                    member.getKey(),
                    both
                            ? join(
                                    (ObjectNode) one.get(member.getKey()),
                                    (ObjectNode) member.getValue())
                            : member.getValue());
        }
        return joined;
    }

    /** True when both are equal, numbers by value. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.equals(other) || one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isObject() && other.isObject()) {
            return sameMembers(one, other);
        }
        if (one.isArray() && other.isArray()) {
            return sameItems(one, other);
        }
        return one.equals(other);
    }

    /** Without the members that a dialect adds to an object. */
    static ObjectNode plain(ObjectNode tree) {
        ObjectNode plain = empty();
        tree.properties().stream()
                .filter(member -> !member.getKey().startsWith(OF_THE_DIALECT))
                .forEach(member -> plain.set(member.getKey(), member.getValue()));
        return plain;
    }

    /** All members but that one, in a new object. */
    static ObjectNode without(ObjectNode tree, String member) {
        ObjectNode left = shallow(tree);
        left.remove(member);
        return left;
    }

    /** The names of its members, in their order. */
    static List<String> names(ObjectNode tree) {
        List<String> names = new ArrayList<>(tree.size());
        tree.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The same members in a new object. */
    static ObjectNode shallow(ObjectNode tree) {
        ObjectNode copy = empty();
        copy.setAll(tree);
        return copy;
    }

    private static boolean sameMembers(JsonNode one, JsonNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : one.properties()) {
            JsonNode there = other.get(member.getKey());
            if (there == null || !same(member.getValue(), there)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameItems(JsonNode one, JsonNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<JsonNode> items = other.iterator();
        for (JsonNode item : one) {
            if (!same(item, items.next())) {
                return false;
            }
        }
        return true;
    }
}
