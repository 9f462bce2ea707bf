package ccm.cloud.mdash;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings {@code dash.*}. */
@ObjectClassDefinition(
        name = "CCM mDash",
        description =
                "mDash as a cloud, with the keys and defaults of Mongoose OS. The token is all that"
                        + " it needs.")
@interface DashConfig {
    @AttributeDefinition(name = "Enabled", description = "Connect to mDash.")
    boolean enable() default false;

    @AttributeDefinition(
            name = "Token",
            description = "Of this device, as mDash shows it.",
            type = AttributeType.PASSWORD)
    String _token() default "";

    @AttributeDefinition(
            name = "Server",
            description =
                    "wss://HOST[:PORT]/PATH. Without TLS, as ws://, on this very machine alone.")
    String server() default "wss://mdash.net/api/v2/rpc";

    @AttributeDefinition(
            name = "Certificate",
            description =
                    "PEM file in the files folder, or an absolute path, for a server that wants one;"
                            + " mDash wants none.")
    String ssl__cert() default "";

    @AttributeDefinition(
            name = "Key of the certificate",
            description = "PEM file with the private key (PKCS#8, PKCS#1 or SEC1, not encrypted).")
    String ssl__key() default "";

    @AttributeDefinition(
            name = "Authority",
            description =
                    "PEM file with the authorities that may have signed the server's certificate;"
                            + " those of the Java runtime when it is empty, or ca.pem is not there.")
    String ssl__ca__cert() default "ca.pem";

    @AttributeDefinition(
            name = "Send the log",
            description =
                    "Show the gateway's log in the console of mDash: what is news or worse, at most"
                            + " 5 lines a second, secrets masked.")
    boolean send__logs() default false;

    @AttributeDefinition(
            name = "Shortest wait",
            description = "Seconds from a failure to the next attempt, doubled each time.",
            min = "0.1")
    double reconnect__timeout__min() default 5.0;

    @AttributeDefinition(
            name = "Longest wait",
            description = "Seconds at most between two attempts.",
            min = "0.1")
    double reconnect__timeout__max() default 60.0;

    @AttributeDefinition(
            name = "Largest frame",
            description =
                    "Bytes of a message or a report with all that is around it. Larger ones are"
                            + " refused before they are kept.",
            min = "512",
            max = "65536")
    int max__frame() default 4096;

    @AttributeDefinition(
            name = "Names in each frame",
            description =
                    "Say src, dst and key in each frame, as Mongoose OS does. mDash knows us by the"
                            + " header and needs none of it.")
    boolean frame__key() default false;

    @AttributeDefinition(
            name = "Messages are answered",
            description =
                    "The server answers each message of QoS 1. Turn it off for one that does not: a"
                            + " message is then taken when the heartbeat behind it is answered.")
    boolean pub__answers() default true;

    /** Makes settings of it. */
    final class Read {
        private Read() {}

        static DashSettings settings(DashConfig config) {
            return new DashSettings(
                    config.server(),
                    config._token().trim(),
                    new DashSettings.Files(
                            config.ssl__ca__cert(), config.ssl__cert(), config.ssl__key()),
                    config.send__logs(),
                    seconds(config.reconnect__timeout__min()),
                    seconds(config.reconnect__timeout__max()),
                    new DashSettings.Frames(
                            config.max__frame(), config.frame__key(), config.pub__answers()));
        }

        private static Duration seconds(double seconds) {
            return Duration.ofMillis(Math.round(seconds * 1_000));
        }
    }
}
