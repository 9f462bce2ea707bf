package ccm.sim.cloud.watson;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The device types of an organization and their devices. On the server's thread. */
final class Registry {
    private static final int TOKEN_BYTES = 15;

    private final String organization;
    private final Map<String, ObjectNode> types = new LinkedHashMap<>();
    private final Map<String, Registered> devices = new LinkedHashMap<>(); // by client id
    private final Map<String, Registered> guests = new LinkedHashMap<>(); // of quickstart

    Registry(String organization) {
        this.organization = organization;
    }

    String organization() {
        return organization;
    }

    Map<String, ObjectNode> types() {
        return types;
    }

    Map<String, Registered> devices() {
        return devices;
    }

    ClientId client(String type, String id) {
        return new ClientId(false, organization, type, id);
    }

    Registered add(ClientId client, String token) {
        Registered device = new Registered(client, token);
        devices.put(client.toString(), device);
        return device;
    }

    Optional<Registered> find(String clientId) {
        Optional<ClientId> client = ClientId.read(clientId).filter(each -> !each.application());
        if (client.filter(ClientId::quickstart).isPresent()) {
            return Optional.of(
                    guests.computeIfAbsent(clientId, id -> new Registered(client.get(), "")));
        }
        return Optional.ofNullable(devices.get(clientId));
    }

    /** A token as the platform makes them. */
    static String newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
