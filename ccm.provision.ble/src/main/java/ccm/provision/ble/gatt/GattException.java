package ccm.provision.ble.gatt;

/** A read or a write that is refused, with what the client gets of it: a code, never words. */
public final class GattException extends Exception {
    /** The code of a frame or a value that is longer than is allowed. */
    public static final int TOO_LARGE = 0x81;

    /** The code of settings that were tried or checked, and not taken. */
    public static final int NOT_TAKEN = 0x82;

    /** The code of a gateway that cannot answer just now. */
    public static final int UNAVAILABLE = 0x83;

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final int code;

    /** The codes of the Attribute Protocol that we use. */
    public enum Kind {
        INVALID_OFFSET,
        /** What was written makes no sense there: Request Not Supported. */
        NOT_SUPPORTED,
        /** Read Not Permitted, or Write Not Permitted. */
        NOT_PERMITTED,
        /** A code of ours, 0x80 to 0x9f. */
        APPLICATION
    }

    public GattException(Kind kind, String message) {
        this(kind, 0, message);
    }

    /** One with a code of ours. */
    public GattException(int code, String message) {
        this(Kind.APPLICATION, code, message);
    }

    private GattException(Kind kind, int code, String message) {
        super(message);
        this.kind = kind;
        this.code = code;
    }

    /** Which code of the protocol. */
    public Kind kind() {
        return kind;
    }

    /** The code of ours; 0 when it is one of the protocol's. */
    public int code() {
        return code;
    }
}
