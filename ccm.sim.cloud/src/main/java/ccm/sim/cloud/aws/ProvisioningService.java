package ccm.sim.cloud.aws;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.Credential;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Fleet provisioning by claim, with one template. */
final class ProvisioningService {
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final String CERTIFICATES = "$aws/certificates/";
    private static final String TEMPLATES = "$aws/provisioning-templates/";

    private final Registry registry;
    private final Authority authority;
    private final Clock clock;
    private final String template;
    private final String policy;
    private final Map<String, Owned> tokens = new HashMap<>();
    private int throttled; // so many of the next questions are rejected

    /** A certificate that waits for its thing. */
    private record Owned(String certificate, Instant until) {}

    /** Why something is rejected. */
    private static final class Rejection extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;
        private final String code;

        Rejection(String code, String message) {
            this(400, code, message);
        }

        Rejection(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    /**
     * Makes one.
     *
     * @param template its name
     * @param policy that is attached to new certificates
     */
    ProvisioningService(
            Registry registry, Authority authority, Clock clock, String template, String policy) {
        this.registry = registry;
        this.authority = authority;
        this.clock = clock;
        this.template = template;
        this.policy = policy;
    }

    /** Rejects so many of the next questions, because there are too many. */
    void throttle(int questions) {
        throttled = questions;
    }

    /** Answers a question; empty when the topic is none of this service. */
    Optional<Out> ask(String topic, byte[] payload) {
        if (!topic.endsWith("/json")
                || !topic.startsWith(CERTIFICATES) && !topic.startsWith(TEMPLATES)) {
            return Optional.empty();
        }
        try {
            if (throttled > 0) {
                throttled--;
                throw new Rejection(429, "TooManyRequests", "slow down");
            }
            JsonNode request =
                    payload.length == 0
                            ? Tree.object()
                            : Tree.read(payload)
                                    .orElseThrow(
                                            () ->
                                                    new Rejection(
                                                            "InvalidPayload", "it is not JSON"));
            return answer(topic, request).map(body -> new Out(topic + "/accepted", body, false));
        } catch (Rejection e) {
            ObjectNode error = Tree.object().put("statusCode", e.status).put("errorCode", e.code);
            error.put("errorMessage", e.getMessage());
            return Optional.of(new Out(topic + "/rejected", error, false));
        }
    }

    private Optional<ObjectNode> answer(String topic, JsonNode request) throws Rejection {
        if (topic.equals(CERTIFICATES + "create-from-csr/json")) {
            return Optional.of(fromRequest(request.path("certificateSigningRequest")));
        }
        if (topic.equals(CERTIFICATES + "create/json")) {
            Credential made = authority.client("AWS IoT Certificate");
            return Optional.of(owned(made.certificate()).put("privateKey", made.keyPem()));
        }
        if (topic.startsWith(TEMPLATES) && topic.endsWith("/provision/json")) {
            return Optional.of(thing(topic, request));
        }
        return Optional.empty();
    }

    private ObjectNode fromRequest(JsonNode request) throws Rejection {
        try {
            return owned(authority.sign(request.asText()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Rejection("InvalidCertificateSigningRequest", e.getMessage());
        }
    }

    private ObjectNode owned(X509Certificate certificate) {
        String id = registry.register(certificate, false);
        String token = UUID.randomUUID().toString();
        tokens.put(token, new Owned(id, clock.instant().plus(TOKEN_LIFE)));
        return Tree.object()
                .put("certificateId", id)
                .put("certificatePem", Credential.pem(certificate))
                .put("certificateOwnershipToken", token);
    }

    private ObjectNode thing(String topic, JsonNode request) throws Rejection {
        String named =
                topic.substring(TEMPLATES.length(), topic.length() - "/provision/json".length());
        if (!named.equals(template)) {
            throw new Rejection("InvalidTemplate", named + ": no such template");
        }
        Owned owned = tokens.remove(request.path("certificateOwnershipToken").asText());
        if (owned == null || clock.instant().isAfter(owned.until())) {
            throw new Rejection("InvalidCertificateOwnershipToken", "the token has expired");
        }
        JsonNode serial = request.path("parameters").path("SerialNumber");
        if (!serial.isTextual()) {
            throw new Rejection("InvalidParameters", "SerialNumber is missing");
        }
        String name = "fleet-" + serial.textValue();
        registry.thing(name);
        registry.activate(owned.certificate(), true);
        registry.attachThing(name, owned.certificate());
        registry.attachPolicy(policy, owned.certificate());
        ObjectNode body = Tree.object().put("thingName", name);
        body.putObject("deviceConfiguration");
        return body;
    }

    /** The topics that a claim must be allowed. */
    static List<String> topics(String template) {
        return List.of(CERTIFICATES + "create-from-csr/*", TEMPLATES + template + "/provision/*");
    }
}
