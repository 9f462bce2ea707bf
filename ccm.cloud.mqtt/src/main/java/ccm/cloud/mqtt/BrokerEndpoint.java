package ccm.cloud.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttLogin;
import ccm.parts.tls.PemTls;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** One broker as a session sees it. */
final class BrokerEndpoint implements MqttEndpoint {
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final Instant BEFORE_ANY_CCM = Instant.ofEpochSecond(1_500_000_000);

    private final BrokerSettings settings;
    private final Identity identity;
    private final Path files;
    private final Clock clock;

    BrokerEndpoint(BrokerSettings settings, Identity identity, Path files, Clock clock) {
        this.settings = settings;
        this.identity = identity;
        this.files = files;
        this.clock = clock;
    }

    /** {@code HOST:PORT}, or what is set when it is not one. */
    static String address(BrokerSettings settings) {
        if (ServerAddress.fault(settings.server()).isPresent()) {
            return settings.section() + ".server";
        }
        ServerAddress server = server(settings);
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        return host + ":" + server.port();
    }

    @Override
    public String address() {
        return address(settings);
    }

    @Override
    public MqttConnect connect() throws CloudException {
        Optional<String> fault = ServerAddress.fault(settings.server());
        if (fault.isPresent()) {
            throw settings.fault("server", fault.get());
        }
        checkTime();
        checkTls();
        ServerAddress server = server(settings);
        return new MqttConnect(
                server.host(),
                server.port(),
                tls(),
                settings.webSocketPath().map(BrokerEndpoint::absolute),
                identity.clientId(),
                login(),
                settings.cleanSession(),
                settings.keepAlive(),
                will());
    }

    private void checkTime() throws CloudException {
        if (settings.requireTime() && clock.instant().isBefore(BEFORE_ANY_CCM)) {
            throw settings.fault(
                    "require_time",
                    "the clock says "
                            + clock.instant()
                            + ". set it, or start time synchronization");
        }
    }

    private void checkTls() throws CloudException {
        if (settings.tls().psk()) {
            throw settings.fault(
                    "ssl_psk_identity",
                    "TLS with a pre-shared key is not possible in Java. empty ssl_psk_identity and"
                            + " ssl_psk_key, and use ssl_ca_cert");
        }
        if (!settings.tls().on() && !settings.tls().certificate().isEmpty()) {
            throw settings.fault(
                    "ssl_cert", "is set, but TLS is off. set ssl_ca_cert, or empty ssl_cert");
        }
    }

    private Optional<SSLSocketFactory> tls() throws CloudException {
        return settings.tls().on()
                ? Optional.of(new PemTls(settings.tlsFiles(), files).sockets())
                : Optional.empty();
    }

    private Optional<MqttLogin> login() throws CloudException {
        BrokerSettings.Login login = settings.login();
        if (login.user().isEmpty() && login.pass().isEmpty()) {
            return Optional.empty();
        }
        if (login.user().isEmpty()) {
            throw settings.fault("user", "is empty, but pass is set. set user too");
        }
        return Optional.of(new MqttLogin(login.user(), login.pass()));
    }

    private Optional<CloudMessage> will() throws CloudException {
        BrokerSettings.Will will = settings.will();
        if (identity.willTopic().isEmpty()) {
            return Optional.empty();
        }
        if (identity.willTopic().matches(".*[+#\\x00].*")) {
            throw settings.fault(
                    "will_topic", "is \"" + identity.willTopic() + "\". it must not hold + or #");
        }
        int qos = Math.min(1, settings.maxQos());
        return Optional.of(
                new CloudMessage(
                        identity.willTopic(), will.message().getBytes(UTF_8), qos, will.retain()));
    }

    private static ServerAddress server(BrokerSettings settings) {
        return ServerAddress.of(settings.server(), settings.tls().on() ? TLS_PORT : PORT);
    }

    private static String absolute(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }
}
