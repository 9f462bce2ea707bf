package ccm.board.linux.wifi;

/** A call over the bus that failed, by its name there; its text has nothing of what was sent. */
final class BusException extends Exception {
    private static final long serialVersionUID = 1;

    /** Nobody answered in time, or the connection broke. */
    static final String NO_REPLY = "org.freedesktop.DBus.Error.NoReply";

    private final String name;

    BusException(String name, String message) {
        super(message);
        this.name = name;
    }

    BusException(String name, String message, Throwable cause) {
        super(message, cause);
        this.name = name;
    }

    /** The name of the error. */
    String name() {
        return name;
    }

    /** True when there is no such method, which an older service has not. */
    boolean unknownMethod() {
        return name.endsWith(".UnknownMethod");
    }
}
