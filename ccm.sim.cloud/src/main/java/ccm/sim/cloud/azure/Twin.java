package ccm.sim.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.cloud.server.ShadowTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Map;

/** The twin of a device: two documents with a version each. On the hub's thread. */
final class Twin {
    private static final int BAD = 400;
    private static final int TOO_LARGE = 413;
    private static final int MAX_BYTES = 32 * 1024;
    private static final int MAX_TEXT = 4096;
    private static final int MAX_KEY = 1024;
    private static final int MAX_DEPTH = 10;
    private static final BigInteger MAX_INTEGER = BigInteger.TWO.pow(52);

    private ObjectNode desired = JsonNodeFactory.instance.objectNode();
    private ObjectNode reported = JsonNodeFactory.instance.objectNode();
    private long desiredVersion = 1;
    private long reportedVersion = 1;

    /** What a hub does not take. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status, String why) {
            super(why);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Merges what the device says; returns the new version. */
    long report(JsonNode patch) throws Refused {
        reported = merged(reported, patch);
        return ++reportedVersion;
    }

    /** Merges what the back end wants; returns the new version. */
    long desire(JsonNode patch) throws Refused {
        desired = merged(desired, patch);
        return ++desiredVersion;
    }

    /** What the back end wants in the place of all it wanted. */
    long replace(JsonNode document) throws Refused {
        desired = merged(JsonNodeFactory.instance.objectNode(), document);
        return ++desiredVersion;
    }

    /** As a device gets it. */
    ObjectNode whole() {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("desired", desired.deepCopy().put("$version", desiredVersion));
        whole.set("reported", reported.deepCopy().put("$version", reportedVersion));
        return whole;
    }

    /** Without versions. */
    ObjectNode plain() {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        plain.set("desired", desired.deepCopy());
        plain.set("reported", reported.deepCopy());
        return plain;
    }

    private static ObjectNode merged(ObjectNode old, JsonNode patch) throws Refused {
        if (!patch.isObject()) {
            throw new Refused(BAD, "a patch is an object");
        }
        check(patch, 1);
        ObjectNode merged = old.deepCopy();
        ShadowTree.merge(merged, patch);
        if (merged.toString().getBytes(UTF_8).length > MAX_BYTES) {
            throw new Refused(TOO_LARGE, "larger than " + MAX_BYTES + " bytes");
        }
        return merged;
    }

    private static void check(JsonNode value, int depth) throws Refused {
        if (value.isContainerNode() && depth > MAX_DEPTH) {
            throw new Refused(BAD, "deeper than " + MAX_DEPTH);
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            checkKey(member.getKey());
            check(member.getValue(), depth + 1);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(value.get(i), depth + 1);
        }
        if (value.isTextual() && value.textValue().getBytes(UTF_8).length > MAX_TEXT) {
            throw new Refused(BAD, "text of more than " + MAX_TEXT + " bytes");
        }
        if (value.isIntegralNumber() && value.bigIntegerValue().abs().compareTo(MAX_INTEGER) > 0) {
            throw new Refused(BAD, "an integer beyond 2^52");
        }
    }

    private static void checkKey(String key) throws Refused {
        boolean bad =
                key.isEmpty()
                        || key.getBytes(UTF_8).length > MAX_KEY
                        || key.chars()
                                .anyMatch(
                                        c ->
                                                Character.isISOControl(c)
                                                        || c == '.'
                                                        || c == '$'
                                                        || c == ' ');
        if (bad) {
            throw new Refused(BAD, "the key \"" + key + "\" is not allowed");
        }
    }
}
