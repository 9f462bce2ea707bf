package ccm.parts.cloud;

/** A call from a cloud was not carried out, or not in time. */
public final class CallFailure extends Exception {
    /** Larger than a frame may be. */
    public static final int TOO_LARGE = 413;

    /** A fault of ours. */
    public static final int BROKEN = 500;

    /** Too many wait, or nobody is there to answer. */
    public static final int BUSY = 503;

    /** Not answered within the deadline. */
    public static final int LATE = 504;

    private static final long serialVersionUID = 1;

    private final int code;

    CallFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    CallFailure(String message, Throwable cause) {
        super(message, cause);
        this.code = BROKEN;
    }

    /** As the status of HTTP has it. */
    public int code() {
        return code;
    }
}
