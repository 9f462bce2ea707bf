package ccm.provision.ap;

import ccm.parts.http.Json;
import ccm.parts.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status of HTTP
 * @param headers fields beside those that every answer has
 * @param body as it is sent; empty for none
 */
record Reply(int status, Map<String, String> headers, byte[] body) {
    static final int OK = 200;
    static final int NO_CONTENT = 204;
    private static final int FOUND = 302;
    private static final int SEE_OTHER = 303;
    private static final String TYPE = "Content-Type";
    private static final byte[] NOTHING = {};

    /** JSON, with the line end behind it that the original sends. */
    static Reply json(int status, byte[] body) {
        return new Reply(status, Map.of(TYPE, "application/json"), Json.line(body));
    }

    static Reply json(Refusal refusal) {
        return json(refusal.status(), Json.bytes(refusal.body())).until(refusal);
    }

    /** A page, which may do what {@code policy} says. */
    static Reply page(int status, String policy, String html) {
        return new Reply(
                status,
                Map.of(TYPE, "text/html; charset=utf-8", "Content-Security-Policy", policy),
                html.getBytes(StandardCharsets.UTF_8));
    }

    static Reply empty() {
        return new Reply(NO_CONTENT, Map.of(), NOTHING);
    }

    /** Look there instead. */
    static Reply elsewhere(String url) {
        return new Reply(FOUND, Map.of("Location", url), NOTHING);
    }

    /** It is done; what came of it is there. */
    static Reply after(String url) {
        return new Reply(SEE_OTHER, Map.of("Location", url), NOTHING);
    }

    /** Says when what was refused may be asked again. */
    Reply until(Refusal refusal) {
        return refusal.retryAfter() == 0
                ? this
                : with("Retry-After", Long.toString(refusal.retryAfter()));
    }

    Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, Map.copyOf(more), body);
    }
}
