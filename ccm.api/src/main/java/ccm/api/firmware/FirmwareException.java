package ccm.api.firmware;

/**
 * Firmware cannot be taken, or not be written. The message is for people: what, why, and the way
 * out.
 */
public final class FirmwareException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why. Names and meanings never change, so programs may decide by them. */
    public enum Reason {
        /** Another update is in progress, or the last is not committed. */
        BUSY,
        /** Updates of this kind are turned off, or a setting that they need is missing. */
        NOT_CONFIGURED,
        /** The bundle is damaged, not a bundle, for another platform, or not allowed. */
        BAD_BUNDLE,
        /** A required signature is missing or wrong. */
        BAD_SIGNATURE,
        /** It could not be fetched. */
        DOWNLOAD,
        /** The gateway has no room for it. */
        NO_SPACE,
        /** Nobody writes firmware of that type. */
        NO_WRITER,
        /** The image is not for memory that this chip has. */
        DOES_NOT_FIT,
        /** The chip does not answer as a loader. */
        NO_ANSWER,
        /** The application answers instead of the loader: BOOT0 has no effect. */
        APPLICATION_RUNS,
        /** A chip that is not in the table. */
        UNKNOWN_CHIP,
        /** The chip's memory is protected from reading, and so from writing. */
        PROTECTED,
        /** The line is gone, or not there. */
        LINE,
        /** A step failed after all repetitions. */
        WRITE,
        /** The memory does not hold what was written. */
        VERIFY,
        /** It was aborted: by a client, a time limit, or the host that said no. */
        ABORTED,
        /** The new firmware did not answer; the old one was put back. */
        REVERTED,
        /** The gateway failed; the cause says how. */
        INTERNAL
    }

    /** With a reason and a message for people. */
    public FirmwareException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** With a cause as well. */
    public FirmwareException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why, for programs. */
    public Reason reason() {
        return reason;
    }
}
