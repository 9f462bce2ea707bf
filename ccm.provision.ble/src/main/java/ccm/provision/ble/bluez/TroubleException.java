package ccm.provision.ble.bluez;

/** Why nobody can get in over Bluetooth, with the way out. */
final class TroubleException extends Exception {
    private static final long serialVersionUID = 1;

    TroubleException(String message) {
        super(message);
    }
}
