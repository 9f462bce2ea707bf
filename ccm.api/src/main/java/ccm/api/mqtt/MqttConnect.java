package ccm.api.mqtt;

import ccm.api.cloud.CloudMessage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * One attempt to connect.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls how to make TLS sockets; absent for plain TCP. The host name is always verified.
 * @param webSocketPath present to speak MQTT over WebSocket, for example {@code /mqtt}
 * @param clientId the MQTT client identifier
 * @param login absent to connect without one
 * @param cleanSession the MQTT clean session flag
 * @param keepAlive seconds are what counts; 0 turns it off
 * @param will published by the broker when this client is lost
 * @param renewAfter present when the login ends: the session renews itself so long after it was
 *     made, see {@link MqttSession#renew}
 */
public record MqttConnect(
        String host,
        int port,
        Optional<SSLSocketFactory> tls,
        Optional<String> webSocketPath,
        String clientId,
        Optional<MqttLogin> login,
        boolean cleanSession,
        Duration keepAlive,
        Optional<CloudMessage> will,
        Optional<Duration> renewAfter) {
    public MqttConnect {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(webSocketPath, "webSocketPath");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(keepAlive, "keepAlive");
        Objects.requireNonNull(will, "will");
        Objects.requireNonNull(renewAfter, "renewAfter");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", must be 1 to 65535");
        }
    }

    /** With a login that does not end. */
    public MqttConnect(
            String host,
            int port,
            Optional<SSLSocketFactory> tls,
            Optional<String> webSocketPath,
            String clientId,
            Optional<MqttLogin> login,
            boolean cleanSession,
            Duration keepAlive,
            Optional<CloudMessage> will) {
        this(
                host,
                port,
                tls,
                webSocketPath,
                clientId,
                login,
                cleanSession,
                keepAlive,
                will,
                Optional.empty());
    }
}
