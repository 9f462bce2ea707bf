package ccm.provision.ble.bluez;

/** A call over D-Bus that failed, or was not answered in time. */
final class BusException extends Exception {
    private static final long serialVersionUID = 1;

    private final String name;

    BusException(String name, String message) {
        super(message);
        this.name = name;
    }

    BusException(String message, Throwable cause) {
        super(message, cause);
        this.name = "";
    }

    /** The error's name; empty for a bus that is away. */
    String name() {
        return name;
    }
}
