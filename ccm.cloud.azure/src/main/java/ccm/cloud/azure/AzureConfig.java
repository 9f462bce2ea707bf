package ccm.cloud.azure;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code azure.*}. */
@ObjectClassDefinition(
        name = "CCM Azure IoT Hub",
        description =
                "An Azure IoT hub as a cloud, with the keys and defaults of Mongoose OS. Set cs alone,"
                        + " or host_name with cert and key.")
@interface AzureConfig {
    @AttributeDefinition(name = "Enabled", description = "Connect to this hub.")
    boolean enable() default false;

    @AttributeDefinition(
            name = "Connection string",
            description =
                    "HostName=…;DeviceId=…;SharedAccessKey=…, as the portal shows it for the device."
                            + " Empty to use a certificate.",
            type = AttributeType.PASSWORD)
    String _cs() default "";

    @AttributeDefinition(
            name = "Life of a token",
            description =
                    "Seconds that a token is good for; a fresh one is used after four fifths of it.",
            min = "60",
            max = "86400")
    int token__ttl() default 3600;

    @AttributeDefinition(
            name = "Host name",
            description = "Of the hub, as x.azure-devices.net, when there is no connection string.")
    String host__name() default "";

    @AttributeDefinition(
            name = "Device id",
            description = "At the hub, when there is no connection string; empty for device.id.")
    String device__id() default "";

    @AttributeDefinition(
            name = "Certificate",
            description =
                    "PEM file in the files folder, or an absolute path; with the certificates between"
                            + " it and the authority, if any. Needs no connection string.")
    String cert() default "";

    @AttributeDefinition(
            name = "Key of the certificate",
            description = "PEM file with the private key (PKCS#8, PKCS#1 or SEC1, not encrypted).")
    String key() default "";

    @AttributeDefinition(
            name = "Authority",
            description =
                    "PEM file with the authorities that may have signed the hub's certificate; those"
                            + " of the Java runtime when it is empty, or ca.pem is not there.")
    String ca__cert() default "ca.pem";

    @AttributeDefinition(
            name = "Server",
            description =
                    "HOST or HOST:PORT to connect to in the place of the hub: a gateway between, or an"
                            + " emulator. Empty for the hub itself.")
    String server() default "";

    @AttributeDefinition(
            name = "WebSocket",
            description = "Speak MQTT over WebSocket on port 443, for networks that close 8883.")
    boolean ws__enable() default false;

    @AttributeDefinition(
            name = "Messages to the device",
            description = "Hand cloud-to-device messages to the host.")
    boolean enable__cm() default true;

    @AttributeDefinition(
            name = "Direct methods",
            description = "Let the back end call methods of this gateway and of the host.")
    boolean enable__dm() default true;

    @AttributeDefinition(
            name = "Shortest wait",
            description = "Seconds from a failure to the next attempt, doubled each time.",
            min = "0.1")
    double reconnect__timeout__min() default 2.0;

    @AttributeDefinition(
            name = "Longest wait",
            description = "Seconds at most between two attempts.",
            min = "0.1")
    double reconnect__timeout__max() default 60.0;

    @AttributeDefinition(
            name = "Provisioning scope",
            description =
                    "ID scope of a Device Provisioning Service, which then says which hub is ours."
                            + " Empty to go to the hub that is set.")
    String dps_id__scope() default "";

    @AttributeDefinition(
            name = "Provisioning host",
            description = "HOST or HOST:PORT of the Device Provisioning Service.")
    String dps_host() default "global.azure-devices-provisioning.net";

    @AttributeDefinition(
            name = "Registration id",
            description =
                    "Our id at the Device Provisioning Service; empty for device.id. With a"
                            + " certificate it must be its common name.")
    String dps_registration__id() default "";

    @AttributeDefinition(
            name = "Provisioning key",
            description = "Of the individual enrollment of this device.",
            type = AttributeType.PASSWORD)
    String _dps_key() default "";

    @AttributeDefinition(
            name = "Provisioning key of the group",
            description = "Of the enrollment group; the key of this device is made of it.",
            type = AttributeType.PASSWORD)
    String _dps_group__key() default "";

    /** Makes settings of it. */
    final class Read {
        private Read() {}

        static AzureSettings settings(AzureConfig config) {
            return new AzureSettings(
                    config._cs(),
                    Duration.ofSeconds(config.token__ttl()),
                    config.host__name().trim(),
                    config.device__id(),
                    config.server(),
                    new AzureSettings.Files(config.ca__cert(), config.cert(), config.key()),
                    config.ws__enable(),
                    new DpsSettings(
                            config.dps_id__scope().trim(),
                            config.dps_host().trim(),
                            config.dps_registration__id(),
                            config._dps_key(),
                            config._dps_group__key()));
        }
    }
}
