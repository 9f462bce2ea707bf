package ccm.api.config;

/** A setting that was refused, or a layer that could not be read or written. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        /** The value or its range is wrong. */
        INVALID,
        /** There is no setting of that path. */
        UNKNOWN,
        /** A lower layer locks the path: the text names the path, the lock and its layer. */
        LOCKED,
        /** Values that are right each by itself do not go together. */
        CONTRADICTION,
        /** The files could not be read or written. */
        STORAGE
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
}
