package ccm.http;

import ccm.parts.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a request is answered with.
 *
 * @param status of HTTP
 * @param type of the body
 * @param body as it is sent; empty for none
 * @param challenge the field {@code WWW-Authenticate}
 * @param last true when the connection ends behind it
 */
record Answer(int status, String type, byte[] body, Optional<String> challenge, boolean last) {
    static final int OK = 200;
    static final int NO_CONTENT = 204;
    static final String JSON = "application/json";
    static final String PLAIN = "text/plain";
    static final String HTML = "text/html";
    private static final byte[] NOTHING = {};

    /** A body, to which the line end is added that the original sends. */
    static Answer of(int status, byte[] body) {
        return new Answer(status, JSON, Json.line(body), Optional.empty(), false);
    }

    /** A text for people, with such a line end, too. */
    static Answer text(int status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new Answer(status, type, Json.line(body), Optional.empty(), true);
    }

    /** One without a body. */
    static Answer empty(int status) {
        return new Answer(status, JSON, NOTHING, Optional.empty(), false);
    }

    Answer asking(Optional<String> login) {
        return new Answer(status, type, body, login, last);
    }
}
