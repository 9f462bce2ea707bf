package ccm.provision.ble.gatt;

/**
 * One characteristic.
 *
 * @param uuid in lower case
 * @param readable clients may read it
 * @param writable clients may write it
 * @param notifying clients may ask to be told of it
 * @param value what stands behind it
 */
public record GattCharacteristic(
        String uuid, boolean readable, boolean writable, boolean notifying, GattValue value) {}
