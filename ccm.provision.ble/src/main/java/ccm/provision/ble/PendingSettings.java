package ccm.provision.ble;

import ccm.provision.ble.gatt.GattException;
import ccm.provision.ble.gatt.GattException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings that a client has set one by one and not saved: leaves of a partial tree. */
final class PendingSettings {
    private static final int MAX_LEAVES = 64;

    private final Map<String, JsonNode> leaves = new LinkedHashMap<>();

    /** What a setting says now; its type is that of what replaces it. */
    @FunctionalInterface
    interface Present {
        JsonNode get() throws GattException;
    }

    /**
     * Takes one.
     *
     * @throws GattException there is no such leaf, it may not be set, or the text does not fit it
     */
    void put(String path, String text, Present present) throws GattException {
        if (leaves.size() >= MAX_LEAVES && !leaves.containsKey(path)) {
            throw new GattException(GattException.TOO_LARGE, "more than 64 settings");
        }
        leaves.put(path, converted(path, text, present.get()));
    }

    boolean isEmpty() {
        return leaves.isEmpty();
    }

    void clear() {
        leaves.clear();
    }

    /** All of them as one tree. */
    ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        leaves.forEach(
                (path, value) -> {
                    String[] names = path.split("\\.");
                    ObjectNode parent = tree;
                    for (int i = 0; i < names.length - 1; i++) {
                        JsonNode child = parent.path(names[i]);
                        parent =
                                child instanceof ObjectNode node
                                        ? node
                                        : parent.putObject(names[i]);
                    }
                    parent.set(names[names.length - 1], value);
                });
        return tree;
    }

    private static JsonNode converted(String path, String text, JsonNode now) throws GattException {
        if (now.isTextual()) {
            return TextNode.valueOf(text);
        }
        try {
            if (now.isIntegralNumber()) {
                return LongNode.valueOf(integer(text));
            }
            if (now.isNumber()) {
                return DecimalNode.valueOf(new BigDecimal(text.strip()));
            }
        } catch (NumberFormatException e) {
            throw invalid(path, "takes a number");
        }
        if (now.isBoolean() && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        throw invalid(path, now.isBoolean() ? "takes true or false" : "is no single setting");
    }

    /** Decimal, hexadecimal with 0x, octal with 0. */
    private static long integer(String text) {
        return Long.decode(text.strip());
    }

    private static GattException invalid(String path, String rule) {
        return new GattException(Kind.INVALID_OFFSET, path + " " + rule);
    }
}
