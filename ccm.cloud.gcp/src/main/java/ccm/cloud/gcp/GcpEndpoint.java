package ccm.cloud.gcp;

import ccm.api.cloud.CloudException;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.parts.tls.PemTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The cloud as a session sees it: every attempt has a token of its own. */
final class GcpEndpoint implements MqttEndpoint {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    private final GcpSettings settings;
    private final String id;
    private final Path files;
    private final Tokens tokens;

    GcpEndpoint(GcpSettings settings, String id, Path files, Tokens tokens) {
        this.settings = settings;
        this.id = id;
        this.files = files;
        this.tokens = tokens;
    }

    @Override
    public String address() {
        return settings.serves();
    }

    @Override
    public MqttConnect connect() throws CloudException {
        GcpSettings.Address address = settings.address();
        return new MqttConnect(
                address.host(),
                address.port(),
                Optional.of(new PemTls(settings.tlsFiles(), files).sockets()),
                Optional.empty(),
                settings.clientId(id),
                Optional.of(tokens.login()),
                true, // the cloud keeps no session
                KEEP_ALIVE,
                Optional.empty()); // nor does it know a will
    }
}
