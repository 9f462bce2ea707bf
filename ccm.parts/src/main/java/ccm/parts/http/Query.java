package ccm.parts.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The query of a URL or a form: {@code a=1&b=true&c=word}. */
public final class Query {
    private Query() {}

    /** An object of its values, each as JSON, or as a string when it is none; missing for none. */
    public static JsonNode params(String query) throws Refusal {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        fields(query).forEach((name, text) -> params.set(name, value(text)));
        return params.isEmpty() ? MissingNode.getInstance() : params;
    }

    /**
     * The same as texts, of a name that stands twice the last.
     *
     * @throws Refusal shows nothing of it: it may be a password
     */
    public static Map<String, String> fields(String query) throws Refusal {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                fields.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static JsonNode value(String text) {
        JsonNode value = Json.text(text);
        return value.isMissingNode() ? TextNode.valueOf(text) : value;
    }

    private static String decoded(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Refusal.BAD_REQUEST, "a field is not URL-encoded: a % is written %25");
        }
    }
}
