package ccm.parts.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is not carried out: an HTTP status, and the code and text in its body. */
public class Refusal extends Exception {
    public static final int BAD_REQUEST = 400;
    public static final int UNAUTHORIZED = 401;
    public static final int FORBIDDEN = 403;
    public static final int NOT_FOUND = 404;
    public static final int NOT_ALLOWED = 405;
    public static final int CONFLICT = 409;
    public static final int TOO_LARGE = 413;
    public static final int TOO_MANY = 429;
    public static final int INTERNAL = 500;
    public static final int UNAVAILABLE = 503;
    public static final int NO_ANSWER = 504;

    private static final long serialVersionUID = 1;
    private static final int HIGHEST = 599;

    private final int status;
    private final int code;

    /** One whose code is its status. */
    public Refusal(int status, String message) {
        this(status, status, message);
    }

    private Refusal(int status, int code, String message) {
        super(message, null, false, false); // many a second are possible: no stack
        this.status = status;
        this.code = code;
    }

    /** What a method answered: its code is the status too when it can be one. */
    public static Refusal of(int code, String message) {
        int status = code >= BAD_REQUEST && code <= HIGHEST ? code : INTERNAL;
        return new Refusal(status, code, message);
    }

    public final int status() {
        return status;
    }

    /** Seconds after which it may be asked again; 0 for what does not pass by itself. */
    public long retryAfter() {
        return status == UNAVAILABLE || status == TOO_MANY ? 1 : 0;
    }

    /** {@code {"code":404,"message":"…"}}. */
    public final ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("code", code);
        if (!getMessage().isEmpty()) {
            body.put("message", getMessage());
        }
        return body;
    }
}
