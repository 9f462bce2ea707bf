package ccm.sim.cloud.aws;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebBrain;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * As much of the account's REST interface as it takes to make a thing with a certificate and a
 * policy. Callers must sign their requests, with the one access key there is. Runs on the server's
 * thread.
 */
final class ControlPlane implements WebBrain {
    private static final String ACCOUNT = "arn:aws:iot:us-east-1:123456789012:";

    private final Registry registry;
    private final Authority authority;
    private final Supplier<String> endpoint;
    private final Map<String, Refused> refused = new HashMap<>();

    /** How a call is refused, and how often still. */
    private record Refused(int status, String type, int times) {}

    /** An error of the service, by its name. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;
        private final String type;

        Refusal(int status, String type, String message) {
            super(message);
            this.status = status;
            this.type = type;
        }
    }

    /**
     * Makes one.
     *
     * @param endpoint where devices connect
     */
    ControlPlane(Registry registry, Authority authority, Supplier<String> endpoint) {
        this.registry = registry;
        this.authority = authority;
        this.endpoint = endpoint;
    }

    @Override
    public WebAnswer answer(WebRequest request) {
        try {
            authenticate(request);
            return WebAnswer.json(handle(request));
        } catch (Refusal e) {
            return new WebAnswer(
                    e.status,
                    "application/json",
                    Tree.bytes(Tree.object().put("message", e.getMessage())),
                    Map.of("x-amzn-ErrorType", e.type));
        }
    }

    /**
     * Refuses calls from now on.
     *
     * @param call as {@code POST policies}
     * @param type the name of the error
     */
    void refuse(String call, int status, String type, int times) {
        refused.put(call, new Refused(status, type, times));
    }

    private static void authenticate(WebRequest request) {
        SignedCall signed =
                SignedCall.of(request)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                403,
                                                "MissingAuthenticationTokenException",
                                                "Missing Authentication Token"));
        if (!signed.accessKey().equals(AwsEmulator.ACCESS_KEY)) {
            throw new Refusal(
                    403,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid.");
        }
        if (!signed.by(AwsEmulator.SECRET_KEY, request)) {
            throw new Refusal(
                    403,
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you"
                            + " provided.");
        }
    }

    private ObjectNode handle(WebRequest request) {
        String path = request.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        String call = request.method() + " " + path.split("/")[1];
        Refused trouble = refused.get(call);
        if (trouble != null && trouble.times() > 0) {
            refused.put(call, new Refused(trouble.status(), trouble.type(), trouble.times() - 1));
            throw new Refusal(trouble.status(), trouble.type(), call + ": refused");
        }
        return switch (call) {
            case "GET endpoint" -> Tree.object().put("endpointAddress", endpoint.get());
            case "GET things" -> readThing(last);
            case "POST things" -> thing(last);
            case "PUT things" -> attachThing(request, path.split("/")[2]);
            case "GET policies" -> readPolicy(last);
            case "POST policies" -> policy(request, last);
            case "PUT target-policies" -> attachPolicy(request, last);
            case "POST keys-and-certificate" -> keys(request);
            case "POST certificates" -> sign(request);
            case "GET certificates" -> readCertificate(last);
            default -> throw new Refusal(404, "ResourceNotFoundException", call);
        };
    }

    private ObjectNode readThing(String name) {
        if (!registry.has(name)) {
            throw new Refusal(404, "ResourceNotFoundException", "Thing " + name + " not found");
        }
        return thing(name).put("defaultClientId", name).put("version", 1);
    }

    private ObjectNode readCertificate(String id) {
        X509Certificate found =
                registry.certificate(id)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                404,
                                                "ResourceNotFoundException",
                                                id + ": no such certificate"));
        ObjectNode answer = Tree.object();
        answer.putObject("certificateDescription")
                .put("certificateArn", ACCOUNT + "cert/" + id)
                .put("certificateId", id)
                .put("status", registry.active(found) ? "ACTIVE" : "INACTIVE")
                .put("certificatePem", Credential.pem(found));
        return answer;
    }

    private ObjectNode thing(String name) {
        registry.thing(name);
        return Tree.object()
                .put("thingName", name)
                .put("thingArn", ACCOUNT + "thing/" + name)
                .put("thingId", Integer.toHexString(name.hashCode()));
    }

    private ObjectNode attachThing(WebRequest request, String thing) {
        if (!registry.has(thing)) {
            throw new Refusal(404, "ResourceNotFoundException", thing + ": no such thing");
        }
        String principal = request.header("x-amzn-principal").orElse("");
        registry.attachThing(thing, id(principal));
        return Tree.object();
    }

    private ObjectNode readPolicy(String name) {
        JsonNode document =
                registry.policy(name)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                404,
                                                "ResourceNotFoundException",
                                                name + ": no such policy"));
        return Tree.object()
                .put("policyName", name)
                .put("policyArn", ACCOUNT + "policy/" + name)
                .put("policyDocument", document.toString())
                .put("defaultVersionId", "1");
    }

    private ObjectNode policy(WebRequest request, String name) {
        if (registry.policy(name).isPresent()) {
            throw new Refusal(409, "ResourceAlreadyExistsException", name + ": exists");
        }
        String text = body(request).path("policyDocument").asText();
        Optional<JsonNode> document = Tree.read(text.getBytes(StandardCharsets.UTF_8));
        try {
            registry.policy(name, document.orElseGet(Tree::object));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "MalformedPolicyException", e.getMessage());
        }
        return readPolicy(name);
    }

    private ObjectNode attachPolicy(WebRequest request, String name) {
        readPolicy(name);
        registry.attachPolicy(name, id(body(request).path("target").asText()));
        return Tree.object();
    }

    private ObjectNode keys(WebRequest request) {
        Credential made = authority.client("AWS IoT Certificate");
        ObjectNode answer = registered(made.certificate(), request);
        ObjectNode pair = answer.putObject("keyPair");
        pair.put("PrivateKey", made.keyPem()).put("PublicKey", "");
        return answer;
    }

    private ObjectNode sign(WebRequest request) {
        try {
            String asked = body(request).path("certificateSigningRequest").asText();
            return registered(authority.sign(asked), request);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refusal(400, "InvalidRequestException", "the CSR: " + e.getMessage());
        }
    }

    private ObjectNode registered(X509Certificate certificate, WebRequest request) {
        boolean active = "true".equals(request.query().get("setAsActive"));
        String id = registry.register(certificate, active);
        return Tree.object()
                .put("certificateArn", ACCOUNT + "cert/" + id)
                .put("certificateId", id)
                .put("certificatePem", Credential.pem(certificate));
    }

    private String id(String arn) {
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        if (registry.certificate(id).isEmpty()) {
            throw new Refusal(404, "ResourceNotFoundException", arn + ": no such certificate");
        }
        return id;
    }

    private static JsonNode body(WebRequest request) {
        return Tree.read(request.body())
                .orElseThrow(() -> new Refusal(400, "InvalidRequestException", "no JSON"));
    }
}
