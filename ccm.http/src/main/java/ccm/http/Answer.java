package ccm.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a request is answered with.
 *
 * @param status of HTTP
 * @param body as it is sent; empty for none
 * @param challenge the field {@code WWW-Authenticate}
 */
record Answer(int status, byte[] body, Optional<String> challenge) {
    static final int OK = 200;
    static final int NO_CONTENT = 204;
    private static final byte[] NOTHING = {};
    private static final byte[] END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A body, to which the line end is added that the original sends. */
    static Answer of(int status, byte[] body) {
        byte[] line = Arrays.copyOf(body, body.length + END.length);
        System.arraycopy(END, 0, line, body.length, END.length);
        return new Answer(status, line, Optional.empty());
    }

    /** One without a body. */
    static Answer empty(int status) {
        return new Answer(status, NOTHING, Optional.empty());
    }

    Answer asking(Optional<String> login) {
        return new Answer(status, body, login);
    }
}
