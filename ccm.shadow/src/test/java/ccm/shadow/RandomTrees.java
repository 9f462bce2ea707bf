package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Random;

/** Small trees and patches over a few names, so that they often meet. */
final class RandomTrees {
    private static final String[] NAMES = {"on", "rate", "led", "mode"};

    private RandomTrees() {}

    /** A merge patch: some of it deletes. */
    static ObjectNode patch(Random random, int depth) {
        ObjectNode patch = Trees.empty();
        for (int i = 0; i <= random.nextInt(3); i++) {
            patch.set(NAMES[random.nextInt(NAMES.length)], value(random, depth, true));
        }
        return patch;
    }

    /** A tree without nulls and without empty objects. */
    static ObjectNode tree(Random random, int depth) {
        ObjectNode tree = Trees.empty();
        for (int i = 0; i <= random.nextInt(3); i++) {
            tree.set(NAMES[random.nextInt(NAMES.length)], value(random, depth, false));
        }
        return tree;
    }

    private static JsonNode value(Random random, int depth, boolean deletes) {
        return switch (random.nextInt(deletes ? 8 : 6)) {
            case 0 -> BooleanNode.valueOf(random.nextBoolean());
            case 1 -> IntNode.valueOf(random.nextInt(3));
            case 2 -> DoubleNode.valueOf(random.nextInt(3));
            case 3 -> TextNode.valueOf("t" + random.nextInt(3));
            case 4 -> JsonNodeFactory.instance.arrayNode().add(random.nextInt(2)).add(1);
            case 5 ->
                    depth <= 1
                            ? IntNode.valueOf(7)
                            : deletes ? patch(random, depth - 1) : tree(random, depth - 1);
            default -> NullNode.getInstance();
        };
    }
}
