package ccm.provision.ble.bluez;

/**
 * How the server shows itself.
 *
 * @param address of the bus
 * @param adapter the one to use; empty for the first that can be used
 * @param name what people see
 * @param advertised the service that is announced; empty to announce nothing
 * @param pairing devices may pair
 * @param agent we agree to their pairing; else somebody else on this system does
 * @param keepOn the radio stays on afterwards, also when we have switched it on
 */
public record BluezOptions(
        String address,
        String adapter,
        String name,
        String advertised,
        boolean pairing,
        boolean agent,
        boolean keepOn) {}
