package ccm.cloud.aws;

import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a shadow of AWS can never hold. */
final class ShadowLimits {
    /** Of state; what is desired shares it, so AWS itself may refuse less. */
    private static final int MAX_BYTES = 8 * 1024;

    private static final int MAX_DEPTH = 5;

    private ShadowLimits() {}

    /** As {@code ShadowBackend.refusal}. */
    static Optional<String> refusal(JsonNode report, JsonNode whole) {
        if (!report.isObject()) {
            return Optional.of(
                    "is "
                            + report.getNodeType().name().toLowerCase(Locale.ROOT)
                            + ", but a shadow of AWS is an object. report {\"value\": …}");
        }
        Optional<String> inside = inside("", report, 1);
        if (inside.isPresent()) {
            return inside;
        }
        int bytes = Json.bytes(whole).length;
        return bytes <= MAX_BYTES
                ? Optional.empty()
                : Optional.of(
                        "would make "
                                + bytes
                                + " bytes reported in all, a shadow of AWS holds "
                                + MAX_BYTES
                                + ". delete members with null");
    }

    private static Optional<String> inside(String path, JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of(
                    path
                            + ": is "
                            + depth
                            + " levels deep, a shadow of AWS has "
                            + MAX_DEPTH
                            + ". flatten it");
        }
        return node.isArray() ? inArray(path, node, depth) : inObject(path, node, depth);
    }

    private static Optional<String> inArray(String path, JsonNode array, int depth) {
        for (JsonNode each : array) {
            if (each.isNull()) {
                return Optional.of(
                        path
                                + ": holds null, which arrays in a shadow of AWS cannot. leave the"
                                + " element out");
            }
            Optional<String> inside =
                    each.isContainerNode()
                            ? inside(path + "[]", each, depth + 1)
                            : Optional.empty();
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inObject(String path, JsonNode object, int depth) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            Optional<String> inside =
                    member.getValue().isContainerNode()
                            ? inside(at, member.getValue(), depth + 1)
                            : Optional.empty();
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }
}
