package ccm.cloud.gcp;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code gcp.*}. */
@ObjectClassDefinition(
        name = "CCM Google IoT Core",
        description =
                "ClearBlade IoT Core, which took over Google's, as a cloud, with the keys of Mongoose"
                        + " OS. Set project, region, registry and key.")
@interface GcpConfig {
    @AttributeDefinition(name = "Enabled", description = "Connect to this cloud.")
    boolean enable() default false;

    @AttributeDefinition(
            name = "Server",
            description =
                    "HOST or HOST:PORT. Empty for ClearBlade's of the region,"
                            + " REGION-mqtt.clearblade.com; Google's own is no more.")
    String server() default "";

    @AttributeDefinition(name = "Project", description = "Id of the project.")
    String project() default "";

    @AttributeDefinition(
            name = "Region",
            description = "Of the registry: us-central1, europe-west1 or asia-east1.")
    String region() default "";

    @AttributeDefinition(name = "Registry", description = "Id of the registry.")
    String registry() default "";

    @AttributeDefinition(name = "Device", description = "Id in the registry; empty for device.id.")
    String device() default "";

    @AttributeDefinition(
            name = "Key",
            description =
                    "PEM file in the files folder, or an absolute path, with the private key (PKCS#8,"
                            + " PKCS#1 or SEC1, not encrypted): RSA, or EC on P-256. Its public key is"
                            + " registered for the device.")
    String key() default "";

    @AttributeDefinition(
            name = "Authority",
            description =
                    "PEM file with the authorities that may have signed the server's certificate;"
                            + " those of the Java runtime when it is empty, or ca.pem is not there.")
    String ca__cert() default "ca.pem";

    @AttributeDefinition(
            name = "Life of a token",
            description =
                    "Seconds that a token is good for; a fresh one is used after four fifths of it.",
            min = "60",
            max = "86400")
    int token__ttl() default 3600;

    @AttributeDefinition(
            name = "Configuration",
            description = "Take the device's configuration as what is wanted of the shadow.")
    boolean enable__config() default false;

    @AttributeDefinition(
            name = "Commands",
            description = "Hand commands to the host, and let the back end call methods.")
    boolean enable__commands() default true;

    @AttributeDefinition(
            name = "Folder of calls",
            description =
                    "Commands in this subfolder are calls of methods. Empty to take none; they are"
                            + " for the host then.")
    String rpc__subfolder() default "rpc";

    @AttributeDefinition(
            name = "Time between states",
            description =
                    "Seconds at least between two reports of the shadow. The cloud takes one a second"
                            + " and recommends one in ten.",
            min = "1")
    double state__interval() default 2.0;

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

        static GcpSettings settings(GcpConfig config) {
            return new GcpSettings(
                    config.server().trim(),
                    config.project().trim(),
                    config.region().trim(),
                    config.registry().trim(),
                    config.device().trim(),
                    new GcpSettings.Files(config.ca__cert(), config.key()),
                    Duration.ofSeconds(config.token__ttl()));
        }
    }
}
