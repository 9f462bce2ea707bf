package ccm.cloud.aws;

import ccm.parts.cloud.MqttCloudService;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code aws.*}. */
@ObjectClassDefinition(
        name = "CCM AWS IoT Core",
        description = "AWS IoT Core as a cloud, with the device shadow and jobs.")
@interface AwsConfig {
    @AttributeDefinition(name = "Enabled", description = "Connect to AWS IoT Core.")
    boolean enable() default false;

    @AttributeDefinition(
            name = "Server",
            description =
                    "HOST:PORT of the account's endpoint, as"
                            + " abc-ats.iot.eu-west-1.amazonaws.com. Without a port: 8883. With"
                            + " 443 the protocol is named in the TLS handshake, for networks that"
                            + " let nothing else out.")
    String server() default "";

    @AttributeDefinition(
            name = "Thing",
            description =
                    "Name of the thing, which is the MQTT client id too; empty for the device's"
                            + " id. Six question marks stand for the last digits of the MAC"
                            + " address.")
    String thing__name() default "";

    @AttributeDefinition(
            name = "Certificate",
            description =
                    "PEM file of the thing's certificate in the files folder, or an absolute"
                            + " path.")
    String cert() default "";

    @AttributeDefinition(
            name = "Key",
            description = "PEM file of the certificate's private key, not encrypted.")
    String key() default "";

    @AttributeDefinition(
            name = "Authority",
            description =
                    "PEM file with the authorities that may have signed the server's certificate."
                            + " Empty, or ca.pem while there is no such file, for those that Java"
                            + " knows, Amazon's among them.")
    String ca__cert() default "ca.pem";

    @AttributeDefinition(
            name = "Shadow",
            description = "Name of the shadow; empty for the classic one.")
    String shadow__name() default "";

    @AttributeDefinition(
            name = "Jobs",
            description =
                    "Take jobs that update the host. The thing's policy must allow the topics of"
                            + " jobs.")
    boolean jobs__enable() default true;

    @AttributeDefinition(
            name = "Custom authorizer",
            description =
                    "Name of an authorizer of the account, to log in without a certificate on port"
                            + " 443; empty for none.")
    String authorizer__name() default "";

    @AttributeDefinition(
            name = "Token's key",
            description = "The name under which the authorizer expects the token.")
    String token__key() default "";

    @AttributeDefinition(
            name = "Token",
            description = "What the authorizer decides by.",
            type = AttributeType.PASSWORD)
    String _token() default "";

    @AttributeDefinition(
            name = "Signature",
            description = "The token's signature in Base64; empty when none is checked.",
            type = AttributeType.PASSWORD)
    String _signature() default "";

    @AttributeDefinition(
            name = "User",
            description = "User name for the custom authorizer; most want none.")
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "Password for the custom authorizer; most want none.",
            type = AttributeType.PASSWORD)
    String _pass() default "";

    @AttributeDefinition(
            name = "Provisioning template",
            description =
                    "Name of a fleet provisioning template: while there is no certificate, one is"
                            + " got with that of the claim. Empty for none.")
    String provision_template() default "";

    @AttributeDefinition(
            name = "Certificate of the claim",
            description = "PEM file, the same in many devices.")
    String provision_cert() default "";

    @AttributeDefinition(
            name = "Key of the claim",
            description = "PEM file of that certificate's private key.")
    String provision_key() default "";

    @AttributeDefinition(
            name = "Parameters of the template",
            description =
                    "A JSON object, in which ${device.id} and ${device.mac} are replaced; empty"
                            + " for {\"SerialNumber\":\"${device.id}\"}.")
    String provision_parameters() default "";

    @AttributeDefinition(
            name = "Keep-alive",
            description = "Seconds between pings on a quiet connection.",
            min = "30",
            max = "1200")
    int keep__alive() default 60;

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
            name = "Greengrass",
            description = "Without effect: the discovery of Greengrass version 1 is gone.")
    boolean greengrass_enable() default false;

    @AttributeDefinition(
            name = "Greengrass, shortest wait",
            description = "Without effect, as greengrass.enable.")
    int greengrass_reconnect__timeout__min() default 2;

    @AttributeDefinition(
            name = "Greengrass, longest wait",
            description = "Without effect, as greengrass.enable.")
    int greengrass_reconnect__timeout__max() default 60;

    /** Makes settings of it. */
    final class Read {
        private Read() {}

        static AwsSettings settings(AwsConfig config) {
            return new AwsSettings(
                    config.enable(),
                    config.server(),
                    config.thing__name(),
                    new AwsSettings.Pem(config.ca__cert(), config.cert(), config.key()),
                    config.shadow__name(),
                    config.jobs__enable(),
                    authorizer(config),
                    claim(config),
                    new AwsSettings.Times(
                            Duration.ofSeconds(config.keep__alive()),
                            MqttCloudService.seconds(config.reconnect__timeout__min()),
                            MqttCloudService.seconds(config.reconnect__timeout__max())));
        }

        private static Optional<AwsSettings.Authorizer> authorizer(AwsConfig config) {
            return config.authorizer__name().isEmpty() && config._token().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new AwsSettings.Authorizer(
                                    config.authorizer__name(),
                                    config.token__key(),
                                    config._token(),
                                    config._signature(),
                                    config.user(),
                                    config._pass()));
        }

        private static Optional<AwsSettings.Claim> claim(AwsConfig config) {
            return config.provision_template().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new AwsSettings.Claim(
                                    config.provision_template(),
                                    config.provision_cert(),
                                    config.provision_key(),
                                    config.provision_parameters()));
        }
    }
}
