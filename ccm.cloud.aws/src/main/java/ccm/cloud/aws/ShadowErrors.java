package ccm.cloud.aws;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import com.fasterxml.jackson.databind.JsonNode;

/** What the shadow service says when it rejects something. */
final class ShadowErrors {
    /** There is no such shadow, or no such thing. */
    static final int NOT_FOUND = 404;

    private ShadowErrors() {}

    /**
     * In our words, with what to do.
     *
     * @param topic of what was asked
     */
    static CloudException of(String topic, JsonNode rejection) {
        int code = rejection.path("code").asInt();
        String said =
                topic
                        + ": AWS rejects it with "
                        + code
                        + " ("
                        + rejection.path("message").asText("no message")
                        + "). ";
        return switch (code) {
            case 400 -> permanent(said + "change what is reported");
            case 401, 403 ->
                    new CloudException(
                            said + "does the thing's policy allow its shadow?",
                            false,
                            Fault.POLICY);
            case NOT_FOUND ->
                    new CloudException(
                            said + "make the thing first: aws iot create-thing --thing-name",
                            false,
                            Fault.SETTINGS);
            case 409 -> permanent(said + "read the shadow again, and update that version");
            case 413 -> permanent(said + "report less: delete members with null");
            case 415 -> permanent(said + "it must be UTF-8");
            case 429 ->
                    new CloudException(said + "it is tried again, later", false, Fault.THROTTLED);
            default -> new CloudException(said + "it is tried again", false);
        };
    }

    private static CloudException permanent(String text) {
        return new CloudException(text, true);
    }
}
