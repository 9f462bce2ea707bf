package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.parts.tls.PemTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The hub as a session sees it: every attempt has a token of its own. */
final class AzureEndpoint implements MqttEndpoint {
    static final String WEB_SOCKET = "/$iothub/websocket";
    static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    private final AzureSettings settings;
    private final Login login;
    private final Path files;
    private final Tokens tokens;

    /** Who we are, asked before every attempt. */
    interface Login {
        HubLogin get() throws CloudException;
    }

    AzureEndpoint(AzureSettings settings, Login login, Path files, Tokens tokens) {
        this.settings = settings;
        this.login = login;
        this.files = files;
        this.tokens = tokens;
    }

    @Override
    public String address() {
        try {
            return settings.address(login.get()).toString();
        } catch (CloudException e) { // connect() says it
            return "azure";
        }
    }

    @Override
    public MqttConnect connect() throws CloudException {
        HubLogin hub = login.get();
        HubName address = settings.address(hub);
        return new MqttConnect(
                address.host(),
                address.port(),
                Optional.of(new PemTls(settings.tlsFiles(hub.key().isEmpty()), files).sockets()),
                settings.webSocket() ? Optional.of(WEB_SOCKET) : Optional.empty(),
                hub.device(),
                Optional.of(tokens.login(hub.user(), hub.resource(), hub.key(), "")),
                false, // messages of the cloud wait for us
                KEEP_ALIVE,
                Optional.empty());
    }
}
