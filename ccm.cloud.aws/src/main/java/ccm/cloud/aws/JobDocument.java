package ccm.cloud.aws;

import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a job wants.
 *
 * @param url of the bundle; empty when it is refused
 * @param refusal why we do not do it, for people; empty when we do
 */
record JobDocument(String url, String refusal) {
    private static final String HOST_UPDATE = "host-ota";
    private static final String OWN_UPDATE = "ccm-ota";

    /** Reads one: an object, or the text of an object. */
    static JobDocument of(JsonNode document) {
        JsonNode read =
                document.isTextual()
                        ? Json.readObject(document.textValue().getBytes(StandardCharsets.UTF_8))
                                .<JsonNode>map(each -> each)
                                .orElse(document)
                        : document;
        if (!read.isObject()) {
            return refused("the document is no JSON object. write {\"operation\":\"host-ota\",…}");
        }
        String operation = read.path("operation").asText();
        return switch (operation) {
            case HOST_UPDATE -> hostUpdate(read.path("url"));
            case OWN_UPDATE ->
                    refused("not supported: this version does not update the gateway itself");
            default ->
                    refused(
                            "operation \""
                                    + operation
                                    + "\" is not known. this gateway knows host-ota");
        };
    }

    private static JobDocument hostUpdate(JsonNode url) {
        return fault(url)
                .map(JobDocument::refused)
                .orElseGet(() -> new JobDocument(url.textValue(), ""));
    }

    private static Optional<String> fault(JsonNode url) {
        if (!url.isTextual()) {
            return Optional.of("url is missing. name the bundle: \"url\":\"https://…\"");
        }
        try {
            String scheme = URI.create(url.textValue()).getScheme();
            return "https".equals(scheme) || "http".equals(scheme)
                    ? Optional.empty()
                    : Optional.of("url must begin with https:// or http://");
        } catch (IllegalArgumentException e) {
            return Optional.of("url is none: " + e.getMessage());
        }
    }

    private static JobDocument refused(String why) {
        return new JobDocument("", why);
    }

    boolean taken() {
        return refusal.isEmpty();
    }
}
