package ccm.api.config;

import ccm.api.rpc.RpcException;

/** A setting that was refused, or a layer that could not be read or written. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int NOT_SAVED = -1; // the original's code for that

    /** What went wrong. */
    public enum Kind {
        /** The value or its range is wrong. */
        INVALID(400),
        /** There is no setting of that path. */
        UNKNOWN(404),
        /** A lower layer locks the path: the text names the path, the lock and its layer. */
        LOCKED(RpcException.FORBIDDEN),
        /** Values that are right each by itself do not go together. */
        CONTRADICTION(NOT_SAVED),
        /** The files could not be read or written. */
        STORAGE(NOT_SAVED);

        private final int networkCode;

        Kind(int networkCode) {
            this.networkCode = networkCode;
        }
    }

    private final Kind kind;
    private final String originalWords;

    public ConfigException(Kind kind, String message) {
        this(kind, message, message);
    }

    public ConfigException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.originalWords = message;
    }

    /**
     * Makes one for which the original has words of its own, that its clients may look for.
     *
     * @param originalWords begins with those
     */
    public ConfigException(Kind kind, String message, String originalWords) {
        super(message);
        this.kind = kind;
        this.originalWords = originalWords;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** What went wrong in the words of the original, or the message when it has none. */
    public String originalWords() {
        return originalWords;
    }

    /**
     * What the caller of a method is told, with the codes of {@code Config.Set}. A refused change
     * is the caller's mistake; a file that cannot be written is ours.
     */
    public RpcException refused(String method) {
        return new RpcException(
                        kind == Kind.STORAGE
                                ? RpcException.INTERNAL_ERROR
                                : RpcException.INVALID_PARAMS,
                        method + ": " + getMessage(),
                        this)
                .onNetwork(
                        kind.networkCode,
                        kind.networkCode == NOT_SAVED
                                ? "error saving config: " + originalWords
                                : originalWords);
    }
}
