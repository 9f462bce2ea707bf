package ccm.cloud.mqtt;

import ccm.api.device.Device;

/**
 * How we present ourselves to one broker: copied from the device, so that it may be swapped while
 * we stay connected.
 */
record Identity(String device, String clientId, String willTopic) {
    static Identity of(Device device, BrokerSettings settings) {
        return new Identity(
                device.id(),
                settings.clientId().isEmpty() ? device.id() : device.expand(settings.clientId()),
                device.expand(settings.will().topic()));
    }
}
