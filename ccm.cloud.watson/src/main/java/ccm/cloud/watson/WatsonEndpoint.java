package ccm.cloud.watson;

import ccm.api.cloud.CloudException;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttLogin;
import ccm.parts.tls.PemTls;
import java.nio.file.Path;
import java.util.Optional;

/** The platform as a session sees it. */
final class WatsonEndpoint implements MqttEndpoint {
    private static final String USER = "use-token-auth";

    private final WatsonSettings settings;
    private final String clientId;
    private final Path files;

    /**
     * Makes one.
     *
     * @param clientId expanded
     */
    WatsonEndpoint(WatsonSettings settings, String clientId, Path files) {
        this.settings = settings;
        this.clientId = clientId;
        this.files = files;
    }

    @Override
    public String address() {
        return settings.serves();
    }

    @Override
    public MqttConnect connect() throws CloudException {
        WatsonSettings.Address address = settings.address();
        Identity identity = Identity.of(clientId);
        settings.checkCredentials();
        return new MqttConnect(
                address.host(),
                address.port(),
                Optional.of(new PemTls(settings.tlsFiles(), files).sockets()),
                Optional.empty(),
                identity.toString(),
                login(),
                settings.quickstart(), // which keeps no session
                settings.keepAlive(),
                Optional.empty());
    }

    private Optional<MqttLogin> login() {
        return settings.quickstart() || settings.token().isEmpty()
                ? Optional.empty()
                : Optional.of(new MqttLogin(USER, settings.token()));
    }
}
