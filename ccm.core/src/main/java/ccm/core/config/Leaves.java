package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree as its leaves by their dotted paths, and back. */
final class Leaves {
    private Leaves() {}

    /** Every leaf of a tree; an empty object counts as one, so that nothing gets lost. */
    static SortedMap<String, JsonNode> of(ObjectNode tree) {
        SortedMap<String, JsonNode> leaves = new TreeMap<>();
        tree.properties().forEach(member -> add(leaves, member.getKey(), member.getValue()));
        return leaves;
    }

    /** The tree with these leaves. */
    static ObjectNode tree(Map<String, JsonNode> leaves) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        leaves.forEach((path, value) -> put(root, path, value));
        return root;
    }

    /** The node at a path; a {@code MissingNode} when there is none. */
    static JsonNode find(JsonNode tree, String path) {
        JsonNode node = tree;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node;
    }

    /** A tree that has nothing but this node at this path. */
    static ObjectNode single(String path, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        put(root, path, value);
        return root;
    }

    private static void add(SortedMap<String, JsonNode> leaves, String path, JsonNode node) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(
                            member -> add(leaves, path + "." + member.getKey(), member.getValue()));
        } else {
            leaves.put(path, node);
        }
    }

    private static void put(ObjectNode root, String path, JsonNode value) {
        String[] names = path.split("\\.", -1);
        ObjectNode node = root;
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode next = node.path(names[i]);
            node = next.isObject() ? (ObjectNode) next : node.putObject(names[i]);
        }
        node.set(names[names.length - 1], value);
    }
}
