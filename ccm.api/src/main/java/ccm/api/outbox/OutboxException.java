package ccm.api.outbox;

/** The store did not take, find or remove something. */
public final class OutboxException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Kind {
        /** A limit is reached: bytes, count, or the size of one record. */
        FULL,
        /** The files cannot be read or written. */
        STORAGE,
        /** The store is closed: its bundle is being swapped. */
        CLOSED
    }

    private final Kind kind;

    public OutboxException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public OutboxException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
