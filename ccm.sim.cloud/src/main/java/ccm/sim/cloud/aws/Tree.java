package ccm.sim.cloud.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What is done with JSON trees here; trees that are handed in are never changed. */
final class Tree {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Tree() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tree that cannot be written", e);
        }
    }

    static Optional<JsonNode> read(byte[] bytes) {
        try {
            JsonNode read = MAPPER.readTree(bytes);
            return read == null || read.isMissingNode() ? Optional.empty() : Optional.of(read);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The one with the other merged into it: {@code null} deletes, arrays are values. */
    static ObjectNode merged(ObjectNode into, ObjectNode change) {
        ObjectNode result = into.deepCopy();
        for (Map.Entry<String, JsonNode> member : change.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (value.isNull()) {
                result.remove(name);
            } else if (value instanceof ObjectNode object) {
                ObjectNode below = result.path(name) instanceof ObjectNode old ? old : object();
                result.set(name, merged(below, object));
            } else {
                result.set(name, value.deepCopy());
            }
        }
        return result;
    }

    /** What is wanted and not there, or there with another value. */
    static ObjectNode difference(ObjectNode desired, ObjectNode reported) {
        ObjectNode result = object();
        for (Map.Entry<String, JsonNode> member : desired.properties()) {
            JsonNode wanted = member.getValue();
            JsonNode there = reported.path(member.getKey());
            if (wanted instanceof ObjectNode below && there instanceof ObjectNode thereBelow) {
                ObjectNode inside = difference(below, thereBelow);
                if (!inside.isEmpty()) {
                    result.set(member.getKey(), inside);
                }
            } else if (!same(wanted, there)) {
                result.set(member.getKey(), wanted.deepCopy());
            }
        }
        return result;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    /** The same tree with a time in the place of each value. */
    static JsonNode stamped(JsonNode tree, long seconds) {
        if (tree instanceof ObjectNode object) {
            ObjectNode result = object();
            object.properties()
                    .forEach(each -> result.set(each.getKey(), stamped(each.getValue(), seconds)));
            return result;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode result = MAPPER.createArrayNode();
            array.forEach(each -> result.add(stamped(each, seconds)));
            return result;
        }
        return object().put("timestamp", seconds);
    }

    /** Those members of the times that the tree has. */
    static ObjectNode only(ObjectNode tree, ObjectNode times) {
        ObjectNode result = object();
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            JsonNode time = times.path(member.getKey());
            if (member.getValue() instanceof ObjectNode below
                    && time instanceof ObjectNode timeBelow) {
                result.set(member.getKey(), only(below, timeBelow));
            } else if (!time.isMissingNode()) {
                result.set(member.getKey(), time.deepCopy());
            }
        }
        return result;
    }

    /** How many objects and arrays lie in each other. */
    static int depth(JsonNode tree) {
        int deepest = 0;
        for (JsonNode each : tree) {
            deepest = Math.max(deepest, depth(each));
        }
        return tree.isContainerNode() ? deepest + 1 : 0;
    }

    /** True when an array anywhere in it holds null. */
    static boolean nullInArray(JsonNode tree) {
        for (JsonNode each : tree) {
            if (tree.isArray() && each.isNull() || nullInArray(each)) {
                return true;
            }
        }
        return false;
    }
}
