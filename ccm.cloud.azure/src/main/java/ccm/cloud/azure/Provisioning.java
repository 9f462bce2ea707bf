package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the sessions of a gateway are made of whose hub is assigned.
 *
 * @param id of this gateway
 * @param files folder of certificates and keys
 * @param kept where the last assignment is
 * @param common what the sessions have in common
 * @param silence how long the service may take to answer
 */
record Provisioning(
        AzureSettings settings,
        String id,
        Path files,
        Tokens tokens,
        AssignmentFile kept,
        MqttSettings common,
        Duration silence) {
    private static final String SERVICE = "azure-dps";

    /** The hub that we were assigned to earlier; empty when there is none. */
    Optional<Assignment> earlier() {
        return kept.read(settings.dps().scope(), registrationId());
    }

    Registration registration() {
        return new Registration(settings.dps().scope(), registrationId());
    }

    MqttSettings service() {
        return session(SERVICE, new DpsEndpoint(settings, id, files, tokens))
                .with(AzureRemedies.SERVICE);
    }

    MqttSettings hub(Assignment assignment) {
        return session(
                        AzureDialect.NAME,
                        new AzureEndpoint(settings, () -> login(assignment), files, tokens))
                .with(AzureRemedies.ASSIGNED);
    }

    private HubLogin login(Assignment assignment) throws CloudException {
        return new HubLogin(
                assignment.hub(),
                assignment.device(),
                settings.dps().signing(assignment.registration()),
                Optional.empty());
    }

    private String registrationId() {
        return settings.dps().registration().isEmpty() ? id : settings.dps().registration();
    }

    private MqttSettings session(String name, MqttEndpoint endpoint) {
        return new MqttSettings(
                name,
                List.of(endpoint),
                common.reconnectMin(),
                common.reconnectMax(),
                common.refusedWait(),
                common.maxInflight());
    }
}
