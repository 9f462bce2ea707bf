package ccm.cli;

/** The gateway was not reached, did not answer, or answered with an error. */
final class CallFailedException extends Exception {
    private static final long serialVersionUID = 1;

    CallFailedException(String message) {
        super(message);
    }

    CallFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
