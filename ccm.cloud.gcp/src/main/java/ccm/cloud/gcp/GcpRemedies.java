package ccm.cloud.gcp;

import ccm.api.mqtt.Refusal;
import java.util.Optional;

/** What helps when IoT Core does not want us. */
final class GcpRemedies {
    private GcpRemedies() {}

    static Optional<String> of(Refusal refusal) {
        return Optional.of(
                switch (refusal) {
                    case LOGIN, CLIENT_ID, SILENCE ->
                            "see whether the public key of gcp.key is registered for gcp.device, and"
                                    + " the device allowed; compare gcp.project, gcp.region and"
                                    + " gcp.registry, and check this gateway's clock";
                    case UNAVAILABLE -> "publish less often";
                    case CERTIFICATE -> "check gcp.server and proxies between";
                    case AUTHORITY -> "check gcp.ca_cert, and proxies between";
                    case TOPIC ->
                            "the cloud does not take it: what it dropped three times is in"
                                    + " Cloud.Dead";
                    case IDENTITY -> "give each gateway a device of its own in the registry";
                });
    }
}
