package ccm.launcher;

/** The command line is wrong; the text says what was found and what to type instead. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
