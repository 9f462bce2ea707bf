package ccm.sim.dbus.bluez;

/** What a client is refused with: a code of the Attribute Protocol. */
public final class AttException extends Exception {
    /** Read Not Permitted. */
    public static final int READ_NOT_PERMITTED = 0x02;

    /** Write Not Permitted. */
    public static final int WRITE_NOT_PERMITTED = 0x03;

    /** Insufficient Authentication. */
    public static final int AUTHENTICATION = 0x05;

    /** Request Not Supported. */
    public static final int NOT_SUPPORTED = 0x06;

    /** Invalid Offset. */
    public static final int INVALID_OFFSET = 0x07;

    /** Invalid Handle: there is no such characteristic. */
    public static final int INVALID_HANDLE = 0x01;

    /** Unlikely Error. */
    public static final int UNLIKELY = 0x0e;

    /** Insufficient Encryption. */
    public static final int ENCRYPTION = 0x0f;

    private static final long serialVersionUID = 1;
    private static final int APPLICATION = 0x80;
    private static final int LAST_APPLICATION = 0x9f;

    private final int code;

    AttException(int code, String message) {
        super("0x" + Integer.toHexString(code) + " " + message);
        this.code = code;
    }

    /** The code that a client sees. */
    public int code() {
        return code;
    }

    /** What bluetoothd makes of an error that an application answers with. */
    static AttException of(String name, String message, int notPermitted) {
        return new AttException(code(name, message, notPermitted), name + ": " + message);
    }

    private static int code(String name, String message, int notPermitted) {
        return switch (name) {
            case "org.bluez.Error.Failed" -> application(message);
            case "org.bluez.Error.NotSupported" -> NOT_SUPPORTED;
            case "org.bluez.Error.InvalidOffset" -> INVALID_OFFSET;
            case "org.bluez.Error.NotPermitted" -> notPermitted;
            default -> UNLIKELY;
        };
    }

    private static int application(String message) {
        try {
            int code = Integer.decode(message);
            return code < APPLICATION || code > LAST_APPLICATION ? UNLIKELY : code;
        } catch (NumberFormatException e) {
            return APPLICATION;
        }
    }
}
