package ccm.cloud.watson;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code watson.*}. */
@ObjectClassDefinition(
        name = "CCM Watson IoT Platform",
        description =
                "IBM Watson IoT Platform, today the IoT tool of Maximo Application Suite, as a cloud,"
                        + " with the keys of Mongoose OS. Set host_name, client_id and token.")
@interface WatsonConfig {
    @AttributeDefinition(name = "Enabled", description = "Connect to this cloud.")
    boolean enable() default false;

    @AttributeDefinition(
            name = "Host",
            description =
                    "HOST or HOST:PORT of the platform's messaging; without a port: 8883. Maximo"
                            + " Application Suite wants 443.")
    String host__name() default "";

    @AttributeDefinition(
            name = "Client id",
            description =
                    "d:ORG:TYPE:DEVICE, as registered. Six question marks stand for the last digits of"
                            + " the MAC address.")
    String client__id() default "";

    @AttributeDefinition(
            name = "Token",
            description = "The device's token, which the platform shows once at registration.",
            type = AttributeType.PASSWORD)
    String _token() default "";

    @AttributeDefinition(
            name = "Certificate",
            description =
                    "PEM file of the device's certificate in the files folder, or an absolute path; in"
                            + " the place of the token or besides it, as the organization wants.")
    String cert() default "";

    @AttributeDefinition(
            name = "Key",
            description = "PEM file of the certificate's private key, not encrypted.")
    String key() default "";

    @AttributeDefinition(
            name = "Authority",
            description =
                    "PEM file with the authorities that may have signed the server's certificate;"
                            + " those of the Java runtime when it is empty, or ca.pem is not there.")
    String ca__cert() default "ca.pem";

    @AttributeDefinition(
            name = "Shadow",
            description =
                    "Make a shadow of the event state and the command shadow-update. The platform has"
                            + " none itself.")
    boolean shadow__enable() default true;

    @AttributeDefinition(
            name = "Time between states",
            description = "Seconds at least between two reports of the shadow.",
            min = "0.5")
    double state__interval() default 1.0;

    @AttributeDefinition(
            name = "Calls",
            description =
                    "Let applications call methods by the command mgrpc-DEVICE, as Mongoose OS does.")
    boolean rpc__enable() default true;

    @AttributeDefinition(
            name = "Managed",
            description =
                    "Be a managed device, which the platform can bring firmware to and restart.")
    boolean manage() default true;

    @AttributeDefinition(
            name = "Life of the management",
            description =
                    "Seconds that the platform counts this device as managed without hearing of it"
                            + " again; 3600 or more, 0 for ever.",
            min = "0")
    int manage__lifetime() default 0;

    @AttributeDefinition(
            name = "Keep-alive",
            description = "Seconds between pings on a quiet connection.",
            min = "10",
            max = "3600")
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

    /** Makes settings of it. */
    final class Read {
        private Read() {}

        static WatsonSettings settings(WatsonConfig config) {
            return new WatsonSettings(
                    config.host__name().trim(),
                    config.client__id().trim(),
                    config._token(),
                    new WatsonSettings.Files(config.ca__cert(), config.cert(), config.key()),
                    Duration.ofSeconds(config.keep__alive()));
        }
    }
}
