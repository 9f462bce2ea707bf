package ccm.api.access;

/** A login that was refused. The text holds no secret. */
public final class AccessException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Kind {
        /** User or password is wrong: ask again. */
        WRONG,
        /** The nonce is too old, or was used before: ask again with a new one. */
        STALE,
        /** A member is missing, or realm or algorithm are not ours: the request is bad. */
        MALFORMED,
        /** Too many wrong logins: to be tried again later. */
        LATER,
        /** The password file cannot be read. */
        UNAVAILABLE
    }

    private final Kind kind;

    public AccessException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
