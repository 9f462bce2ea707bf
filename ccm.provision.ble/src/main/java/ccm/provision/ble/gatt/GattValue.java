package ccm.provision.ble.gatt;

/**
 * What stands behind a characteristic. Called by several threads, also for one client; answers
 * within {@link #ANSWER_MILLIS}.
 */
public interface GattValue {
    /** BlueZ gives up after 5 s. */
    long ANSWER_MILLIS = 4_000;

    /** Gives what is there, from the offset on. */
    byte[] read(GattAccess access) throws GattException;

    /** Takes what was written. */
    void write(byte[] value, GattAccess access) throws GattException;
}
