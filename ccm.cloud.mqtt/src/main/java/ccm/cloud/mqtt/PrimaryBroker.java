package ccm.cloud.mqtt;

import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code mqtt}: the broker. */
@Component(service = PrimaryBroker.class, configurationPid = "ccm.mqtt")
@Designate(ocd = PrimaryBroker.Config.class)
public final class PrimaryBroker {
    private final BrokerSettings settings;
    private final Duration reconnectMin;
    private final Duration reconnectMax;
    private final boolean shadow;

    /** The settings {@code mqtt.*}. */
    @ObjectClassDefinition(
            name = "CCM MQTT broker",
            description = "A private MQTT broker, with the keys and defaults of Mongoose OS.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Connect to this broker.")
        boolean enable() default false;

        @AttributeDefinition(
                name = "Server",
                description =
                        "HOST:PORT of the broker, an IPv6 address in brackets. Without a port: 8883 with"
                                + " TLS, else 1883.")
        String server() default "iot.eclipse.org:1883";

        @AttributeDefinition(
                name = "Client id",
                description =
                        "Empty for the device's id. Six question marks stand for the last digits of"
                                + " the MAC address.")
        String client__id() default "";

        @AttributeDefinition(
                name = "User",
                description = "User name; empty to connect without one.")
        String user() default "";

        @AttributeDefinition(
                name = "Password",
                description = "Password of that user.",
                type = AttributeType.PASSWORD)
        String _pass() default "";

        @AttributeDefinition(
                name = "Shortest wait",
                description = "Seconds from a failure to the next attempt, doubled each time.",
                min = "0.1")
        double reconnect__timeout__min() default 2.0;

        @AttributeDefinition(
                name = "Longest wait",
                description =
                        "Seconds at most between two attempts; when reached, the other broker is tried if"
                                + " it is enabled.",
                min = "0.1")
        double reconnect__timeout__max() default 60.0;

        @AttributeDefinition(
                name = "Client certificate",
                description =
                        "PEM file in the files folder, or an absolute path; with the certificates between"
                                + " it and the authority, if any.")
        String ssl__cert() default "";

        @AttributeDefinition(
                name = "Key of the client certificate",
                description =
                        "PEM file with the private key (PKCS#8, PKCS#1 or SEC1, not encrypted).")
        String ssl__key() default "";

        @AttributeDefinition(
                name = "Authority",
                description =
                        "PEM file with the authorities that may have signed the broker's certificate."
                                + " Setting it turns TLS on.")
        String ssl__ca__cert() default "";

        @AttributeDefinition(
                name = "Cipher suites",
                description = "Names separated by colons; empty for those of the Java runtime.")
        String ssl__cipher__suites() default "";

        @AttributeDefinition(
                name = "PSK identity",
                description =
                        "Not possible here: Java has no TLS with a pre-shared key. Must be empty.")
        String ssl__psk__identity() default "";

        @AttributeDefinition(
                name = "PSK key",
                description =
                        "Not possible here: Java has no TLS with a pre-shared key. Must be empty.",
                type = AttributeType.PASSWORD)
        String _ssl__psk__key() default "";

        @AttributeDefinition(
                name = "Clean session",
                description = "Off: the broker keeps subscriptions and messages while we are away.")
        boolean clean__session() default true;

        @AttributeDefinition(
                name = "Keep-alive",
                description = "Seconds between pings on a quiet connection; 0 for none.",
                min = "0",
                max = "65535")
        int keep__alive() default 60;

        @AttributeDefinition(
                name = "Will topic",
                description =
                        "Where the broker publishes the will when it loses us; empty for no will. May hold"
                                + " question marks like the client id.")
        String will__topic() default "";

        @AttributeDefinition(name = "Will message", description = "What the broker publishes then.")
        String will__message() default "";

        @AttributeDefinition(
                name = "Will retained",
                description = "Whether the broker keeps the will.")
        boolean will__retain() default false;

        @AttributeDefinition(
                name = "Highest QoS",
                description = "Caps the QoS of publishes and subscriptions; the host uses 0 and 1.",
                min = "0",
                max = "2")
        int max__qos() default 2;

        @AttributeDefinition(
                name = "Receive buffer",
                description = "Without effect: there is memory for every message.")
        int recv__mbuf__limit() default 3072;

        @AttributeDefinition(
                name = "Require the time",
                description = "Do not connect before the clock is set.")
        boolean require__time() default false;

        @AttributeDefinition(
                name = "Cloud events",
                description = "Without effect: the state of every cloud is always told.")
        boolean cloud__events() default true;

        @AttributeDefinition(
                name = "Queue length",
                description =
                        "Without effect: messages wait in the outbox, whose limits are outbox.*.")
        int max__queue__length() default 5;

        @AttributeDefinition(name = "WebSocket", description = "Speak MQTT over WebSocket.")
        boolean ws__enable() default false;

        @AttributeDefinition(name = "WebSocket path", description = "The path of its URL.")
        String ws__path() default "/mqtt";

        @AttributeDefinition(
                name = "Shadow",
                description =
                        "Keep the device's shadow on this broker: retained JSON at DEVICE/shadow/desired,"
                                + " which the cloud side publishes, and at DEVICE/shadow/reported. DEVICE"
                                + " is device.id.")
        boolean shadow__enable() default false;

        @AttributeDefinition(
                name = "Log level for debug topics",
                description = "Without effect: the log is configured by debug.*.")
        boolean debug__use__log__level() default false;
    }

    @Activate
    public PrimaryBroker(Config config) {
        settings =
                new BrokerSettings(
                        "mqtt",
                        config.enable(),
                        config.server(),
                        config.client__id(),
                        new BrokerSettings.Login(config.user(), config._pass()),
                        config.clean__session(),
                        Duration.ofSeconds(config.keep__alive()),
                        config.require__time(),
                        config.max__qos(),
                        tls(config),
                        new BrokerSettings.Will(
                                config.will__topic(),
                                config.will__message(),
                                config.will__retain()),
                        config.ws__enable() ? Optional.of(config.ws__path()) : Optional.empty());
        reconnectMin = seconds(config.reconnect__timeout__min());
        reconnectMax = seconds(config.reconnect__timeout__max());
        shadow = config.shadow__enable();
    }

    BrokerSettings settings() {
        return settings;
    }

    /** True to keep a shadow on the broker. */
    boolean shadow() {
        return shadow;
    }

    Duration reconnectMin() {
        return reconnectMin;
    }

    Duration reconnectMax() {
        return reconnectMax;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private static TlsSettings tls(Config config) {
        return new TlsSettings(
                config.ssl__ca__cert(),
                config.ssl__cert(),
                config.ssl__key(),
                config.ssl__cipher__suites(),
                !config.ssl__psk__identity().isEmpty() || !config._ssl__psk__key().isEmpty());
    }
}
