package ccm.launcher;

/** The gateway cannot start; the text names the thing, the cause and the remedy. */
final class LaunchException extends Exception {
    private static final long serialVersionUID = 1;

    LaunchException(String message) {
        super(message);
    }

    LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
