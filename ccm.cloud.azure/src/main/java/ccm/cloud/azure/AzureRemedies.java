package ccm.cloud.azure;

import ccm.api.mqtt.MqttRemedies;
import ccm.api.mqtt.Refusal;
import java.util.Optional;

/** What helps when a hub, or the provisioning service, does not want us. */
enum AzureRemedies implements MqttRemedies {
    /** We show tokens made with the key of the connection string. */
    KEY(
            "compare azure.cs with the device's connection string, see whether the device is"
                    + " enabled, and check this gateway's clock"),
    /** We show a certificate to the hub. */
    CERTIFICATE(
            "see whether the hub knows azure.device_id by the certificate in azure.cert, and whether"
                    + " the device is enabled"),
    /** A hub was assigned to us. */
    ASSIGNED(
            "see whether the device is enabled in the hub that azure.dps assigned, and check this"
                    + " gateway's clock"),
    /** The provisioning service. */
    SERVICE(
            "compare azure.dps.id_scope, azure.dps.registration_id and the key with the enrollment,"
                    + " and check this gateway's clock");

    private final String login;

    AzureRemedies(String login) {
        this.login = login;
    }

    /** Those of a hub that is not assigned. */
    static AzureRemedies of(AzureSettings settings) {
        return settings.cs().isBlank() ? CERTIFICATE : KEY;
    }

    @Override
    public Optional<String> of(Refusal refusal) {
        return Optional.of(
                switch (refusal) {
                    case LOGIN, CLIENT_ID -> login;
                    case UNAVAILABLE -> "publish less often, or add units to the hub";
                    case CERTIFICATE -> "check azure.cert and azure.key, and azure.server";
                    case AUTHORITY -> "check azure.ca_cert, and proxies between";
                    case SILENCE -> "see whether the hub is there and runs, and check azure.server";
                    case TOPIC ->
                            "the hub does not take it: what it dropped three times is in"
                                    + " Cloud.Dead";
                    case IDENTITY -> "give each gateway a device of its own in the hub";
                });
    }
}
