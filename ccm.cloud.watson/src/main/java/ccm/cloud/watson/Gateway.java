package ccm.cloud.watson;

import ccm.api.device.Device;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What of this gateway the platform is told.
 *
 * @param clientId as it is set, expanded
 */
record Gateway(String clientId, String id, String mac, String arch, String version) {
    static Gateway of(Device device, WatsonSettings settings) {
        return new Gateway(
                device.expand(settings.clientId()),
                device.id(),
                device.mac(),
                device.arch(),
                device.version());
    }

    /** The field {@code deviceInfo} of the platform. */
    ObjectNode info() {
        return Json.object()
                .put("serialNumber", mac)
                .put("manufacturer", "CCM")
                .put("model", "CCM gateway")
                .put("deviceClass", "gateway")
                .put("description", id)
                .put("fwVersion", version)
                .put("hwVersion", arch);
    }

    /** Its id on the platform; that of the gateway while the client id is none. */
    String device() {
        String last = clientId.substring(clientId.lastIndexOf(':') + 1);
        return last.isEmpty() ? id : last;
    }
}
