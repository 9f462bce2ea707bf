package ccm.parts.dbus;

/** A call over the bus that failed, by its name there; its text has nothing of what was sent. */
public final class BusException extends Exception {
    /** Nobody answered in time, or the connection broke. */
    public static final String NO_REPLY = "org.freedesktop.DBus.Error.NoReply";

    private static final long serialVersionUID = 1;

    private final String name;

    public BusException(String name, String message) {
        super(message);
        this.name = name;
    }

    public BusException(String name, String message, Throwable cause) {
        super(message, cause);
        this.name = name;
    }

    /** The name of the error. */
    public String name() {
        return name;
    }

    /** True when there is no such method, which an older service has not. */
    public boolean unknownMethod() {
        return name.endsWith(".UnknownMethod");
    }

    /** True when somebody like us may not do that. */
    public boolean denied() {
        return name.contains("AccessDenied") || name.contains("PermissionDenied");
    }
}
