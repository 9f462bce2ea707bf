package ccm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Params from the query of a URL: {@code ?a=1&b=true&c=word}. */
final class Query {
    private Query() {}

    /** An object of its values, each as JSON, or as a string when it is none; missing for none. */
    static JsonNode params(String query) throws Refusal {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                params.set(decoded(name), value(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return params.isEmpty() ? MissingNode.getInstance() : params;
    }

    /** The same as texts. */
    static Map<String, String> fields(String query) throws Refusal {
        Map<String, String> fields = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        decoded(pair.substring(0, equals)),
                        decoded(pair.substring(equals + 1)).strip());
            }
        }
        return fields;
    }

    private static JsonNode value(String encoded) throws Refusal {
        String text = decoded(encoded);
        JsonNode value = Json.text(text);
        return value.isMissingNode() ? TextNode.valueOf(text) : value;
    }

    private static String decoded(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.BAD_REQUEST, "query: \"" + text + "\" is not URL-encoded");
        }
    }
}
