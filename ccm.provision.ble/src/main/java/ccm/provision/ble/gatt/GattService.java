package ccm.provision.ble.gatt;

import java.util.List;

/**
 * One service.
 *
 * @param uuid in lower case
 * @param level what a client needs to read or write: 0 nothing, 1 a paired device, 2 one that was
 *     paired with a number that a person has compared or typed
 */
public record GattService(String uuid, int level, List<GattCharacteristic> characteristics) {
    public GattService {
        characteristics = List.copyOf(characteristics);
    }
}
