package ccm.parts.ws;

import java.net.ProtocolException;
import java.util.Optional;

/** A server answered the request for a WebSocket with anything but 101. */
public final class UpgradeException extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String retryAfter;

    UpgradeException(String line, int status, String retryAfter) {
        super("answered \"" + line + "\" to the WebSocket request");
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Of HTTP; 0 when it is no answer of HTTP at all. */
    public int status() {
        return status;
    }

    /** How long the server asks us to stay away, in seconds. */
    public Optional<Integer> retryAfterSeconds() {
        try {
            return Optional.of(Integer.parseInt(retryAfter)).filter(seconds -> seconds >= 0);
        } catch (NumberFormatException e) { // absent, or a date
            return Optional.empty();
        }
    }
}
