package ccm.cli.rpc;

import ccm.cli.line.FailedException;

/** A gateway answered a call with an error. */
public final class CallException extends FailedException {
    private static final long serialVersionUID = 1;

    private final long code;

    CallException(long code, String message) {
        super(message);
        this.code = code;
    }

    public long code() {
        return code;
    }

    /** True when there is no such method, in either vocabulary. */
    public boolean unknownMethod() {
        return code == Answer.NOT_FOUND || code == Answer.METHOD_NOT_FOUND;
    }
}
