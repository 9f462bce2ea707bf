package ccm.cli.rpc;

import ccm.cli.line.FailedException;

/** A gateway did not answer in time; the call may have been done or not. */
public final class NoAnswerException extends FailedException {
    private static final long serialVersionUID = 1;

    public NoAnswerException(String message) {
        super(message);
    }
}
