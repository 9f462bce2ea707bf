package ccm.ota.stm32;

/** A step of the dialogue with the loader failed; the line itself is fine. */
final class LoaderException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What came instead of the expected answer. */
    enum Kind {
        /** The loader refused. */
        NACK,
        /** Nothing, in time. */
        SILENCE,
        /** Bytes that make no sense. */
        GARBAGE
    }

    LoaderException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    boolean isNack() {
        return kind == Kind.NACK;
    }
}
