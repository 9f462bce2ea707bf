package ccm.api.rpc;

/**
 * A call that failed, with the code and the text that the caller gets.
 *
 * <p>Codes are those of JSON-RPC 2.0 section 5.1, plus −32000 for a limit that was reached. An
 * error of the host is relayed with its own number.
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

    private static final long serialVersionUID = 1;

    private final int code;

    public RpcException(int code, String message) {
        super(message);
        this.code = code;
    }

    public RpcException(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** A parameter is wrong: the text names the member, what was found and what is allowed. */
    public static RpcException invalidParams(String message) {
        return new RpcException(INVALID_PARAMS, message);
    }

    /** A limit was reached: the text names the limit and its value. */
    public static RpcException limit(String message) {
        return new RpcException(LIMIT, message);
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }
}
