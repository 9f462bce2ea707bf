package ccm.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is not carried out: an HTTP status, and the code and text in its body. */
final class Refusal extends Exception {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int TOO_MANY = 429;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;
    static final int NO_ANSWER = 504;

    private static final long serialVersionUID = 1;
    private static final int HIGHEST = 599;

    private final int status;
    private final int code;
    private final boolean stale;
    private final boolean plain;

    /** One whose code is its status. */
    Refusal(int status, String message) {
        this(status, status, message, false, false);
    }

    private Refusal(int status, int code, String message, boolean stale, boolean plain) {
        super(message, null, false, false); // many a second are possible: no stack
        this.status = status;
        this.code = code;
        this.stale = stale;
        this.plain = plain;
    }

    /** What a method answered: its code is the status too when it can be one. */
    static Refusal of(int code, String message) {
        int status = code >= BAD_REQUEST && code <= HIGHEST ? code : INTERNAL;
        return new Refusal(status, code, message, false, false);
    }

    /** A login that was right once: the client tries again by itself with a new nonce. */
    static Refusal stale(String message) {
        return new Refusal(UNAUTHORIZED, UNAUTHORIZED, message, true, false);
    }

    /** One whose body is its text alone. */
    static Refusal plain(int status, String message) {
        return new Refusal(status, status, message, false, true);
    }

    int status() {
        return status;
    }

    boolean isStale() {
        return stale;
    }

    boolean isPlain() {
        return plain;
    }

    /** {@code {"code":404,"message":"…"}}. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("code", code);
        if (!getMessage().isEmpty()) {
            body.put("message", getMessage());
        }
        return body;
    }
}
