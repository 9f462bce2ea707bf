package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads the JSON of a bundle: small, flat, and without two members of one name. */
final class ManifestJson {
    static final int LARGEST = 1 << 16;

    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 32;
    private static final String ANEW = ". Pack it with create-fw-bundle";
    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String what;

    /**
     * Makes one.
     *
     * @param what is read, for messages
     */
    ManifestJson(String what) {
        this.what = what;
    }

    JsonNode read(byte[] text) throws FirmwareException {
        try {
            JsonNode read = MAPPER.readTree(text);
            if (!read.isObject()) {
                throw Refusal.of(Refusal.NO_MANIFEST, what + ": is not a JSON object" + ANEW);
            }
            return read;
        } catch (JsonProcessingException e) {
            throw Refusal.of(Refusal.NO_MANIFEST, what + place(e) + first(e) + ANEW, e);
        } catch (IOException e) { // not of the encodings that JSON may have
            throw Refusal.of(Refusal.NO_MANIFEST, what + ": " + e.getMessage() + ANEW, e);
        }
    }

    private static String first(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("is not JSON");
    }

    private static String place(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return place == null
                ? ": "
                : ": line %d, column %d: ".formatted(place.getLineNr(), place.getColumnNr());
    }
}
