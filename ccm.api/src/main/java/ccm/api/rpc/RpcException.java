package ccm.api.rpc;

/**
 * A call that failed, with the code and the text that the caller gets.
 *
 * <p>There are two vocabularies. The host and the local socket speak JSON-RPC 2.0 (section 5.1),
 * plus −32000 for a limit that was reached: {@link #code} and {@link #getMessage}. Network channels
 * speak Mongoose OS RPC, whose codes are those of HTTP: {@link #networkCode} and {@link
 * #networkMessage}. An error of the host is relayed with its own number to all.
 */
public final class RpcException extends Exception {
    /** The line is not JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is not a call. */
    public static final int INVALID_REQUEST = -32600;

    /** Nobody answers to that name. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** A parameter is missing, of the wrong type or out of range. */
    public static final int INVALID_PARAMS = -32602;

    /** The method failed for a reason of its own. */
    public static final int INTERNAL_ERROR = -32603;

    /** A limit of this gateway was reached, or what the call needs is away. */
    public static final int LIMIT = -32000;

    /** The network code for a call that needs a login. */
    public static final int UNAUTHENTICATED = 401;

    /** The network code for a call that this caller may not make. */
    public static final int FORBIDDEN = 403;

    private static final long serialVersionUID = 1;

    private final int code;
    private final int networkCode;
    private final String networkMessage;

    public RpcException(int code, String message) {
        this(code, message, networkCode(code), message, null);
    }

    public RpcException(int code, String message, Throwable cause) {
        this(code, message, networkCode(code), message, cause);
    }

    private RpcException(
            int code, String message, int networkCode, String networkMessage, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.networkCode = networkCode;
        this.networkMessage = networkMessage == null ? "" : networkMessage;
    }

    /** A parameter is wrong: the text names the member, what was found and what is allowed. */
    public static RpcException invalidParams(String message) {
        return new RpcException(INVALID_PARAMS, message);
    }

    /** A limit was reached: the text names the limit and its value. */
    public static RpcException limit(String message) {
        return new RpcException(LIMIT, message);
    }

    /**
     * Nobody answers to that name.
     *
     * @param message for JSON-RPC callers; network callers get the text of the original
     */
    public static RpcException noSuchMethod(String method, String message) {
        return new RpcException(METHOD_NOT_FOUND, message)
                .onNetwork(404, "No handler for " + method);
    }

    /** What a peer, the host for one, has answered: its number is passed on to every channel. */
    public static RpcException relayed(int code, String message) {
        return new RpcException(code, message, code, message, null);
    }

    /** The same failure with another code and text for network channels. */
    public RpcException onNetwork(int otherCode, String otherMessage) {
        return new RpcException(code, getMessage(), otherCode, otherMessage, getCause());
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }

    /** The code for network channels: that of HTTP, or the host's own. */
    public int networkCode() {
        return networkCode;
    }

    /** The text for network channels; empty when there is none. */
    public String networkMessage() {
        return networkMessage;
    }

    private static int networkCode(int code) {
        return switch (code) {
            case PARSE_ERROR, INVALID_REQUEST, INVALID_PARAMS -> 400;
            case METHOD_NOT_FOUND -> 404;
            case INTERNAL_ERROR -> 500;
            case LIMIT -> 503;
            default -> code;
        };
    }
}
