package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.parts.tls.PemTls;
import java.nio.file.Path;
import java.util.Optional;

/** The provisioning service as a session sees it. */
final class DpsEndpoint implements MqttEndpoint {
    private static final String VERSION = "/api-version=2019-03-31"; // here without a question mark
    private static final String POLICY = "&skn=registration";

    private final AzureSettings settings;
    private final String id;
    private final Path files;
    private final Tokens tokens;

    /**
     * Makes one.
     *
     * @param id of this gateway
     */
    DpsEndpoint(AzureSettings settings, String id, Path files, Tokens tokens) {
        this.settings = settings;
        this.id = id;
        this.files = files;
        this.tokens = tokens;
    }

    @Override
    public String address() {
        String host = settings.dps().host();
        return HubName.valid(host) ? HubName.of(host, port()).toString() : "azure.dps.host";
    }

    @Override
    public MqttConnect connect() throws CloudException {
        DpsSettings dps = settings.dps();
        dps.check();
        if (!settings.cs().isBlank()) {
            throw AzureSettings.fault("cs", "is set, and dps.id_scope too. empty one of the two");
        }
        String registration = dps.registration(id);
        Optional<SasKey> key = dps.signing(registration);
        if (key.isEmpty()) {
            settings.needCertificate();
        }
        HubName address = HubName.of(dps.host(), port());
        String resource = dps.scope() + "/registrations/" + registration;
        return new MqttConnect(
                address.host(),
                address.port(),
                Optional.of(new PemTls(settings.tlsFiles(key.isEmpty()), files).sockets()),
                settings.webSocket() ? Optional.of(AzureEndpoint.WEB_SOCKET) : Optional.empty(),
                registration,
                Optional.of(tokens.login(resource + VERSION, resource, key, POLICY)),
                true,
                AzureEndpoint.KEEP_ALIVE,
                Optional.empty());
    }

    private int port() {
        return settings.webSocket() ? AzureSettings.WEB_PORT : AzureSettings.TLS_PORT;
    }
}
