package ccm.cli.line;

/** The command line is wrong; the text says what was found and what to type instead. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
