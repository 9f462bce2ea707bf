package ccm.provision.ap;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON text to trees and back. */
final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private Json() {}

    /**
     * The value that a body holds; missing when it holds nothing.
     *
     * @throws Refusal says where it is wrong, and shows nothing of it: it may be a password
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
                            + (at == null ? 1 : at.getColumnNr()));
        }
    }

    /** Params from the query of a URL, each as JSON or else as a string; missing for none. */
    static JsonNode query(String query) throws Refusal {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        Ask.fields(query).forEach((name, text) -> params.set(name, value(text)));
        return params.isEmpty() ? MissingNode.getInstance() : params;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            return value == null || value.isMissingNode() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException | NumberFormatException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A result as a body: a string without its quotes, everything else as JSON. */
    static byte[] bare(JsonNode result) {
        return result.isTextual()
                ? result.textValue().getBytes(StandardCharsets.UTF_8)
                : bytes(result);
    }

    static byte[] bytes(JsonNode value) {
        try {
            return value.isMissingNode()
                    ? "null".getBytes(StandardCharsets.US_ASCII)
                    : MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // a tree can always be written
        }
    }
}
