package ccm.cli.line;

/** The command was understood and failed; the text names the thing, the cause and what to type. */
public class FailedException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int FAILED = 1;
    private static final int YOURS = 3;

    private final int status;

    public FailedException(String message) {
        this(message, FAILED, null);
    }

    public FailedException(String message, Throwable cause) {
        this(message, FAILED, cause);
    }

    private FailedException(String message, int status, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Nothing is wrong, but the next step is for a person; the text has the commands to type. */
    public static FailedException yours(String message) {
        return new FailedException(message, YOURS, null);
    }

    /** The same with more text. */
    public FailedException with(String more) {
        return new FailedException(getMessage() + more, status, this);
    }

    /** The status that the program ends with. */
    public int status() {
        return status;
    }
}
