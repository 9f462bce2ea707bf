package ccm.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON text to trees and back. */
final class Json {
    /** Numbers stay as they are written: 21.50 is published so. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    /**
     * The value that a body holds; missing when it holds nothing.
     *
     * @throws Refusal names what is wrong, and where
     */
    static JsonNode body(byte[] body) throws Refusal {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            JsonNode value = MAPPER.readTree(text);
            return value == null ? MissingNode.getInstance() : value;
        } catch (CharacterCodingException e) {
            throw new Refusal(Refusal.BAD_REQUEST, "body is not UTF-8");
        } catch (NumberFormatException e) { // an exponent of a hundred digits
            throw new Refusal(Refusal.BAD_REQUEST, "not JSON: a number is too large");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new Refusal(
                    Refusal.BAD_REQUEST,
                    "not JSON at line "
                            + (at == null ? 1 : at.getLineNr())
                            + ", column "
                            + (at == null ? 1 : at.getColumnNr())
                            + ": "
                            + e.getOriginalMessage());
        }
    }

    /** The value of a text, missing when it is not JSON. */
    static JsonNode text(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value == null ? MissingNode.getInstance() : value;
        } catch (JsonProcessingException | NumberFormatException e) {
            return MissingNode.getInstance();
        }
    }

    /** A result as a body: a string without its quotes, everything else as JSON. */
    static byte[] bare(JsonNode result) {
        if (result.isMissingNode() || result.isNull()) {
            return NULL.clone();
        }
        return result.isTextual()
                ? result.textValue().getBytes(StandardCharsets.UTF_8)
                : bytes(result);
    }

    static byte[] bytes(JsonNode value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // a tree can always be written
        }
    }
}
