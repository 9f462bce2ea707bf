package ccm.mqtt;

import java.net.ProtocolException;

/** A server answered the WebSocket request with anything but 101. */
final class UpgradeException extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * Makes one.
     *
     * @param status of HTTP; 0 when it is no answer of HTTP at all
     */
    UpgradeException(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
