package ccm.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** How a secret looks to those who may not see it. */
final class Secrets {
    /** What stands for a secret that is set. A tool that sends it back means "unchanged". */
    static final String MASK = "********";

    private static final TextNode MASKED = TextNode.valueOf(MASK);

    private Secrets() {}

    /** The mask, or the empty string when the secret is not set. */
    static JsonNode mask(JsonNode value) {
        return value.isTextual() && value.textValue().isEmpty() ? value : MASKED;
    }

    /** True for the mask itself. */
    static boolean isMask(JsonNode value) {
        return MASKED.equals(value);
    }
}
