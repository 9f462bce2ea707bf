package ccm.api.config;

/** A setting that was refused, or a layer that could not be read or written. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        /** The path, the value or its range is wrong. */
        INVALID,
        /** The files could not be read or written. */
        STORAGE
    }

    private final Kind kind;

    public ConfigException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ConfigException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
