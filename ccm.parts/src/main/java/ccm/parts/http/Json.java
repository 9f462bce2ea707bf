package ccm.parts.http;

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
import java.util.Arrays;
import java.util.function.Function;

/** Bodies of requests to trees, and trees to bodies of answers. */
public final class Json {
    /** Numbers stay as they are written: 21.50 is published so. */
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    /**
     * The value that a body holds; missing when it holds nothing.
     *
     * @throws Refusal says where it is wrong, and shows nothing of it: it may be a password
     */
    public static JsonNode body(byte[] body) throws Refusal {
        return body(body, wrong -> "");
    }

    /**
     * The same for bodies that may be shown.
     *
     * @throws Refusal says where it is wrong, and what is wrong there
     */
    public static JsonNode shownBody(byte[] body) throws Refusal {
        return body(body, wrong -> ": " + wrong.getOriginalMessage());
    }

    private static JsonNode body(byte[] body, Function<JsonProcessingException, String> words)
            throws Refusal {
        try {
            return tree(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
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
                            + words.apply(e));
        }
    }

    /** The value of a text, missing when it is not JSON. */
    public static JsonNode text(String text) {
        try {
            return tree(text);
        } catch (JsonProcessingException | NumberFormatException e) {
            return MissingNode.getInstance();
        }
    }

    /** A result as a body: a string without its quotes, everything else as JSON. */
    public static byte[] bare(JsonNode result) {
        return result.isTextual()
                ? result.textValue().getBytes(StandardCharsets.UTF_8)
                : bytes(result);
    }

    /** A value as JSON; null for one that is missing. */
    public static byte[] bytes(JsonNode value) {
        try {
            return value.isMissingNode() ? NULL.clone() : MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // a tree can always be written
        }
    }

    /** A body with the line end behind it that the original sends. */
    public static byte[] line(byte[] body) {
        byte[] line = Arrays.copyOf(body, body.length + END.length);
        System.arraycopy(END, 0, line, body.length, END.length);
        return line;
    }

    private static JsonNode tree(String text) throws JsonProcessingException {
        JsonNode value = MAPPER.readTree(text);
        return value == null ? MissingNode.getInstance() : value;
    }
}
