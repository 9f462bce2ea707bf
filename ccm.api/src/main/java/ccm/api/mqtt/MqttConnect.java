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
        Optional<CloudMessage> will) {
    public MqttConnect {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(webSocketPath, "webSocketPath");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(keepAlive, "keepAlive");
        Objects.requireNonNull(will, "will");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", must be 1 to 65535");
        }
    }
}
