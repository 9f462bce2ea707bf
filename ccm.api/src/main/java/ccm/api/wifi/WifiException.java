package ccm.api.wifi;

/** Why something with the radio failed: the network, the cause, the way out; never a password. */
public final class WifiException extends Exception {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        WRONG_PASSWORD,
        /** No access point of that name is in reach, or none that fits the bssid. */
        NOT_FOUND,
        /** Joined, but nobody gave an address. */
        NO_ADDRESS,
        /** The access point or the driver turned us down. */
        REFUSED,
        /** This kind of protection, or this step, is not possible with this radio or service. */
        UNSUPPORTED,
        /** Switched off: rfkill, or the system's service does not use the radio. */
        RADIO_OFF,
        /** The system's service, or the radio, went away meanwhile, or gives no right. */
        UNAVAILABLE,
        /** Not over within the limit. */
        TIMEOUT,
        /** Too many steps wait, or a newer one took this one's place. */
        BUSY
    }

    private final Kind kind;

    public WifiException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public WifiException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
