package ccm.provision.ap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is not carried out: an HTTP status, and the code and text in its body. */
final class Refusal extends Exception {
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int TOO_MANY = 429;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;
    static final int NO_ANSWER = 504;

    private static final long serialVersionUID = 1;
    private static final int HIGHEST = 599;

    private final int status;
    private final int code;
    private final long retryAfter;

    /** One whose code is its status. */
    Refusal(int status, String message) {
        this(status, status, message, status == UNAVAILABLE ? 1 : 0);
    }

    private Refusal(int status, int code, String message, long retryAfter) {
        super(message, null, false, false); // many a second are possible: no stack
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** What a method answered: its code is the status too when it can be one. */
    static Refusal of(int code, String message) {
        int status = code >= BAD_REQUEST && code <= HIGHEST ? code : INTERNAL;
        return new Refusal(status, code, message, status == UNAVAILABLE ? 1 : 0);
    }

    /** Too often; may be asked again after so many seconds. */
    static Refusal tooMany(String message, long seconds) {
        return new Refusal(TOO_MANY, TOO_MANY, message, seconds);
    }

    int status() {
        return status;
    }

    /** Seconds after which it may be asked again; 0 when that is not known. */
    long retryAfter() {
        return retryAfter;
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
