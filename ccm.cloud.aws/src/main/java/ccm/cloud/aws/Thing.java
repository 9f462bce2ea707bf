package ccm.cloud.aws;

import ccm.api.cloud.CloudException;
import ccm.api.device.Device;
import java.util.regex.Pattern;

/**
 * What this gateway is to AWS: copied from the device, so that it may be swapped while we stay
 * connected.
 *
 * @param name of the thing, which is the MQTT client id too: policies know it by that
 * @param deviceId for the parameters of provisioning, as the address
 */
record Thing(String name, String deviceId, String mac) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

    static Thing of(Device device, AwsSettings settings) {
        return new Thing(
                settings.thingName().isEmpty() ? device.id() : device.expand(settings.thingName()),
                device.id(),
                device.mac());
    }

    /** Makes sure that AWS can know such a thing. */
    void check() throws CloudException {
        if (!NAME.matcher(name).matches()) {
            throw AwsSettings.fault(
                    "thing_name",
                    "is \""
                            + name
                            + "\". a thing's name has 1 to 128 letters, digits, colons, hyphens"
                            + " and underscores");
        }
    }
}
