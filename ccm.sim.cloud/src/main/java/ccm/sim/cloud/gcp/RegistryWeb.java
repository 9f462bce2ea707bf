package ccm.sim.cloud.gcp;

import ccm.parts.x509.PemText;
import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.Session;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebBrain;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP interface of the registry, as ClearBlade has it: a service account asks for the
 * credentials of the registry, and with those for its devices. On the server's thread.
 */
final class RegistryWeb implements WebBrain {
    static final String SYSTEM = "e0emulatedsystem";

    private static final String REGISTRY_SYSTEM = "e0emulatedregistry";
    private static final String ENTRANCE = "/api/v/1/code/" + SYSTEM + "/getRegistryCredentials";
    private static final String DEVICES =
            "/api/v/4/webhook/execute/" + REGISTRY_SYSTEM + "/cloudiot_devices";
    private static final String TOKEN = "clearblade-usertoken";
    private static final int BAD = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int MISSING = 404;
    private static final int METHOD = 405;
    private static final int CONFLICT = 409;

    private final Map<String, RegistryDevice> devices;
    private final String parent; // of all devices
    private final Tokens tokens;
    private String url = ""; // set before anybody asks

    /**
     * Who may ask.
     *
     * @param account of the service account
     * @param registry of the registry, which the account is told
     */
    record Tokens(String account, String registry) {
        @Override
        public String toString() {
            return "Tokens[masked]";
        }
    }

    RegistryWeb(Map<String, RegistryDevice> devices, String parent, Tokens tokens) {
        this.devices = devices;
        this.parent = parent;
        this.tokens = tokens;
    }

    /** This is where it is. */
    void at(String address) {
        url = address;
    }

    @Override
    public WebAnswer answer(WebRequest request) {
        String token = request.header(TOKEN).orElse("");
        try {
            if (request.path().equals(ENTRANCE)) {
                return token.equals(tokens.account())
                        ? enter(Control.object(request))
                        : refusal(UNAUTHORIZED, "not authorized");
            }
            if (!request.path().equals(DEVICES)) {
                return refusal(MISSING, request.path() + " is not here");
            }
            return token.equals(tokens.registry())
                    ? devices(request)
                    : refusal(UNAUTHORIZED, "not authorized");
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return refusal(BAD, e.getMessage());
        }
    }

    private WebAnswer enter(ObjectNode asked) {
        String named =
                "projects/"
                        + asked.path("project").asText()
                        + "/locations/"
                        + asked.path("region").asText()
                        + "/registries/"
                        + asked.path("registry").asText()
                        + "/devices/";
        if (!named.equals(parent)) {
            return refusal(MISSING, "registry not found");
        }
        return WebAnswer.json(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("systemKey", REGISTRY_SYSTEM)
                        .put("serviceAccountToken", tokens.registry())
                        .put("url", url));
    }

    private WebAnswer devices(WebRequest request) throws GeneralSecurityException {
        if (request.method().equals("POST")) {
            return create(request);
        }
        String name = request.query().getOrDefault("name", "");
        String id = name.startsWith(parent) ? name.substring(parent.length()) : "";
        RegistryDevice device = devices.get(id);
        if (device == null) {
            return refusal(MISSING, "device " + name + " not found");
        }
        switch (request.method()) {
            case "GET":
                return WebAnswer.json(shown(device));
            case "PATCH":
                change(device, keys(Control.object(request)));
                return WebAnswer.json(shown(device));
            case "DELETE":
                devices.remove(id);
                device.session().ifPresent(Session::close);
                return WebAnswer.json(JsonNodeFactory.instance.objectNode());
            default:
                return refusal(METHOD, request.method() + " is not for devices");
        }
    }

    private WebAnswer create(WebRequest request) throws GeneralSecurityException {
        if (!(request.query().getOrDefault("parent", "") + "/devices/").equals(parent)) {
            return refusal(MISSING, "registry not found");
        }
        ObjectNode body = Control.object(request);
        String id = body.path("id").asText();
        if (!id.matches("[a-zA-Z][-a-zA-Z0-9._+~%]{2,254}") || id.startsWith("goog")) {
            return refusal(BAD, "\"" + id + "\" is no id of a device");
        }
        if (devices.containsKey(id)) {
            return refusal(CONFLICT, "device " + id + " exists already");
        }
        RegistryDevice device = new RegistryDevice(id);
        change(device, keys(body));
        devices.put(id, device);
        return WebAnswer.json(shown(device));
    }

    private static void change(RegistryDevice device, List<PublicKey> keys) {
        device.keys().clear();
        keys.forEach(device::add);
        device.session().ifPresent(Session::close);
    }

    private static List<PublicKey> keys(ObjectNode body) throws GeneralSecurityException {
        List<PublicKey> keys = new ArrayList<>();
        for (JsonNode each : body.path("credentials")) {
            String kind =
                    switch (each.path("publicKey").path("format").asText()) {
                        case "ES256_PEM" -> "EC";
                        case "RSA_PEM" -> "RSA";
                        default ->
                                throw new IllegalArgumentException(
                                        "the format of a key must be ES256_PEM or RSA_PEM");
                    };
            byte[] der = PemText.content(each.path("publicKey").path("key").asText());
            keys.add(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der)));
        }
        return keys;
    }

    private ObjectNode shown(RegistryDevice device) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("id", device.id());
        shown.put("name", parent + device.id());
        for (PublicKey key : device.keys()) {
            shown.withArray("credentials")
                    .addObject()
                    .putObject("publicKey")
                    .put("format", key.getAlgorithm().equals("EC") ? "ES256_PEM" : "RSA_PEM")
                    .put("key", PemText.of("PUBLIC KEY", key.getEncoded()));
        }
        return shown;
    }

    private static WebAnswer refusal(int status, String why) {
        return WebAnswer.json(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error", Optional.ofNullable(why).orElse("")));
    }
}
