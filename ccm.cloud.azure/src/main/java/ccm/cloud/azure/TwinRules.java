package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/** What a twin takes. Found out here, not by a refusal that repeats for ever. */
final class TwinRules {
    private static final int MAX_BYTES = 32 * 1024;
    private static final int MAX_KEY = 1024;
    private static final int MAX_TEXT = 4 * 1024;
    private static final int MAX_DEPTH = 10;
    private static final int SHOWN = 40;
    private static final BigInteger MAX_INTEGER = BigInteger.TWO.pow(52);
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    private static final int LAST_CONTROL = 0x9f;

    private TwinRules() {}

    /** As {@code ShadowBackend.refusal}. */
    static Optional<String> refusal(JsonNode report, JsonNode whole) {
        if (!report.isObject()) {
            return Optional.of(
                    "params is "
                            + shown(report.toString())
                            + ", a twin takes an object. write {\"value\": "
                            + shown(report.toString())
                            + "}");
        }
        Optional<String> inside = members("", report, 1);
        if (inside.isPresent()) {
            return inside;
        }
        int size = whole.toString().getBytes(UTF_8).length;
        return size > MAX_BYTES
                ? Optional.of(
                        "reported would be "
                                + size
                                + " bytes, a twin takes "
                                + MAX_BYTES
                                + ". delete something by null")
                : Optional.empty();
    }

    private static Optional<String> members(String path, JsonNode object, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of(
                    path + " is deeper than " + MAX_DEPTH + " levels. a twin takes no more");
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String inside = path.isEmpty() ? member.getKey() : path + "/" + member.getKey();
            Optional<String> wrong = key(inside, member.getKey());
            if (wrong.isEmpty()) {
                wrong = value(inside, member.getValue(), depth);
            }
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(String path, JsonNode value, int depth) {
        if (value.isObject()) {
            return members(path, value, depth + 1);
        }
        if (value.isArray()) {
            return elements(path, value, depth + 1);
        }
        if (value.isTextual() && value.textValue().getBytes(UTF_8).length > MAX_TEXT) {
            return Optional.of(path + " is text of more than " + MAX_TEXT + " bytes, the limit");
        }
        boolean tooBig =
                value.isIntegralNumber()
                        && value.bigIntegerValue().abs().compareTo(MAX_INTEGER) > 0;
        return tooBig
                ? Optional.of(
                        path + " is " + shown(value.asText()) + ", beyond 2^52. send a string")
                : Optional.empty();
    }

    private static Optional<String> elements(String path, JsonNode array, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of(
                    path + " is deeper than " + MAX_DEPTH + " levels. a twin takes no more");
        }
        for (int i = 0; i < array.size(); i++) {
            Optional<String> wrong = value(path + "/" + i, array.get(i), depth);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> key(String path, String key) {
        if (key.isEmpty()) {
            return Optional.of(shown(path) + " has an empty key. name it");
        }
        if (key.getBytes(UTF_8).length > MAX_KEY) {
            return Optional.of(shown(path) + ": a key has at most " + MAX_KEY + " bytes");
        }
        boolean legal = key.chars().noneMatch(TwinRules::forbidden);
        return legal
                ? Optional.empty()
                : Optional.of(
                        "key \""
                                + shown(path)
                                + "\" holds a dot, a dollar, a space or a control character. a"
                                + " twin takes none of them, write _");
    }

    private static boolean forbidden(int c) {
        return c <= FIRST_PRINTABLE || c >= DELETE && c <= LAST_CONTROL || c == '.' || c == '$';
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
