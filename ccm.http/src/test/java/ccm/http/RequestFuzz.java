package ccm.http;

import ccm.parts.http.Json;
import ccm.parts.http.Query;
import ccm.parts.http.Refusal;
import java.nio.charset.StandardCharsets;

/**
 * What strangers write into a request before anybody has logged in: the login, the query, the body.
 * Each is understood, or refused with a status of its own.
 */
public final class RequestFuzz {
    private RequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        refusable(() -> Digest.response(text, "POST", "/rpc"));
        refusable(() -> Digest.response("Digest " + text, "POST", "/rpc/Sum"));
        refusable(() -> Query.params(text));
        refusable(() -> Json.bare(Json.body(bytes)));
    }

    private static void refusable(Step step) {
        try {
            step.run();
        } catch (Refusal e) {
            if (e.status() < 400 || e.status() > 499) {
                throw new IllegalStateException("a mistake of the caller has status " + e.status());
            }
        }
    }

    /** One thing that is done with the bytes. */
    private interface Step {
        Object run() throws Refusal;
    }
}
