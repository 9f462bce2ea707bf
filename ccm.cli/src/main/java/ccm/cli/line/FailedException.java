package ccm.cli.line;

/** The command was understood and failed; the text names the thing, the cause and what to type. */
public class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    public FailedException(String message) {
        super(message);
    }

    public FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
