package ccm.sim.cloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** What emulated clouds do with the trees of a shadow; the product has code of its own for that. */
public final class ShadowTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShadowTree() {}

    /** What is no object is shown as an empty one. */
    public static ObjectNode of(byte[] text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object
                    ? object
                    : JsonNodeFactory.instance.objectNode();
        } catch (IOException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** JSON merge patch, RFC 7396, of an object; shares nothing with the patch. */
    public static void merge(ObjectNode into, JsonNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String key = member.getKey();
            JsonNode value = member.getValue();
            if (value.isNull()) {
                into.remove(key);
            } else if (value.isObject()) {
                merge(into.get(key) instanceof ObjectNode old ? old : into.putObject(key), value);
            } else {
                into.set(key, value.deepCopy());
            }
        }
    }
}
