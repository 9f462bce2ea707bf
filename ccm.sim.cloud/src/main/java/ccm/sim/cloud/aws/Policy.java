package ccm.sim.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A policy document: what certificates that it is attached to may do. */
final class Policy {
    private static final Pattern ARN = Pattern.compile("arn:aws:iot:[^:]*:[^:]*:");
    private final JsonNode document;

    /** What a policy says of an action. */
    enum Say {
        ALLOW,
        DENY,
        NOTHING
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException it is none
     */
    Policy(JsonNode document) {
        if (!document.path("Statement").isArray()) {
            throw new IllegalArgumentException("the policy document has no array Statement");
        }
        this.document = document;
    }

    JsonNode document() {
        return document;
    }

    /**
     * Asks.
     *
     * @param action as {@code iot:Publish}
     * @param resource as {@code topic/t}
     * @param variables and their values; a statement that needs another fits nothing
     */
    Say of(String action, String resource, Map<String, String> variables) {
        Say say = Say.NOTHING;
        for (JsonNode statement : document.path("Statement")) {
            if (texts(statement.path("Action")).stream().anyMatch(each -> fits(each, action))
                    && texts(statement.path("Resource")).stream()
                            .anyMatch(each -> covers(each, resource, variables))) {
                if (statement.path("Effect").asText().equals("Deny")) {
                    return Say.DENY;
                }
                say = Say.ALLOW;
            }
        }
        return say;
    }

    private static boolean covers(String pattern, String resource, Map<String, String> variables) {
        String filled = ARN.matcher(pattern).replaceFirst("");
        for (Map.Entry<String, String> each : variables.entrySet()) {
            filled = filled.replace("${" + each.getKey() + "}", each.getValue());
        }
        return !filled.contains("${") && fits(filled, resource);
    }

    /** A star is any text, a question mark any sign. */
    private static boolean fits(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (char each : pattern.toCharArray()) {
            regex.append(
                    each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(String.valueOf(each)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    private static List<String> texts(JsonNode node) {
        List<String> all = new ArrayList<>();
        if (node.isTextual()) {
            all.add(node.textValue());
        }
        node.forEach(each -> all.add(each.asText()));
        return all;
    }
}
