package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How large and how deep a tree may be, whatever clouds are enabled. */
final class Limits {
    static final int BYTES = 256 * 1024;
    static final int DEPTH = 32;

    private Limits() {}

    /**
     * Why a tree is not taken; empty when it is.
     *
     * @param name what it is, for the text
     */
    static Optional<String> refusal(ObjectNode tree, String name) {
        if (depth(tree) > DEPTH) {
            return Optional.of(
                    name
                            + " is nested deeper than "
                            + DEPTH
                            + " levels, the limit. Flatten it, or send that part as a string");
        }
        int size = size(tree);
        if (size > BYTES) {
            return Optional.of(
                    name
                            + " has "
                            + size
                            + " bytes, the limit is "
                            + BYTES
                            + ". Delete members by reporting them as null");
        }
        return Optional.empty();
    }

    /** Bytes of it as JSON. */
    static int size(JsonNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** How many levels of objects and arrays; one more than the limit when it is past it. */
    private static int depth(JsonNode tree) {
        return depth(tree, 0);
    }

    private static int depth(JsonNode tree, int above) {
        if (!tree.isContainerNode() || above > DEPTH) {
            return above;
        }
        int deepest = above + 1;
        for (JsonNode inner : tree) {
            deepest = Math.max(deepest, depth(inner, above + 1));
        }
        return deepest;
    }
}
