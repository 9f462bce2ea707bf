package ccm.parts.ws;

import java.net.ProtocolException;

/** A server sent a longer message than is taken. */
public final class TooLongException extends ProtocolException {
    private static final long serialVersionUID = 1;

    TooLongException(long length, int limit) {
        super("a WebSocket message of " + length + " bytes, at most " + limit + " are taken");
    }
}
