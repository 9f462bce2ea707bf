package ccm.core.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** How this bundle reads and writes JSON: numbers exactly, text as raw UTF-8, depth limited. */
public final class Json {
    public static final int MAX_DEPTH = 100;

    public static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // a peer could name anything
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();

    /** The same for peers that people type for: bare names and a comma too many are taken. */
    public static final JsonFactory LENIENT =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build();

    public static final ObjectMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Json() {}

    /**
     * The value that a parser stands at.
     *
     * @throws JsonProcessingException it is no JSON, or a number that no computer can hold
     */
    public static JsonNode tree(JsonParser parser) throws IOException {
        try {
            return MAPPER.readTree(parser);
        } catch (NumberFormatException e) { // an exponent of a hundred digits
            throw new JsonParseException(
                    parser, "a number is too large", parser.currentTokenLocation(), e);
        }
    }

    /**
     * The compact JSON of a value.
     *
     * @throws JsonProcessingException a text in it is not Unicode: half of a surrogate pair
     */
    public static byte[] bytes(JsonNode value) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(value);
    }
}
