package ccm.sim.cloud.aws;

import ccm.sim.cloud.server.Credential;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The things, certificates and policies of one account, and who may do what. Safe for use by many
 * threads.
 */
final class Registry {
    private final Set<String> things = new TreeSet<>(); // all of these: guarded by this
    private final Map<String, Principal> principals = new HashMap<>();
    private final Map<String, Policy> policies = new HashMap<>();

    /** A certificate that the account knows. */
    static final class Principal {
        private final X509Certificate certificate;
        private boolean active;
        private final Set<String> of = new TreeSet<>();
        private final Set<String> obeys = new TreeSet<>();

        private Principal(X509Certificate certificate, boolean active) {
            this.certificate = certificate;
            this.active = active;
        }
    }

    /** What a certificate is known by. */
    static String id(X509Certificate certificate) {
        return Credential.fingerprint(certificate);
    }

    /** Takes a certificate; returns its id. */
    synchronized String register(X509Certificate certificate, boolean active) {
        principals.put(id(certificate), new Principal(certificate, active));
        return id(certificate);
    }

    synchronized Optional<X509Certificate> certificate(String id) {
        return Optional.ofNullable(principals.get(id)).map(each -> each.certificate);
    }

    /** True when it is known and not revoked. */
    synchronized boolean active(X509Certificate certificate) {
        Principal known = principals.get(id(certificate));
        return known != null && known.active;
    }

    synchronized void activate(String id, boolean active) {
        principal(id).active = active;
    }

    synchronized void thing(String name) {
        things.add(name);
    }

    synchronized boolean has(String thing) {
        return things.contains(thing);
    }

    synchronized void attachThing(String thing, String id) {
        principal(id).of.add(thing);
    }

    synchronized void attachPolicy(String policy, String id) {
        principal(id).obeys.add(policy);
    }

    synchronized void policy(String name, JsonNode document) {
        policies.put(name, new Policy(document));
    }

    synchronized Optional<JsonNode> policy(String name) {
        return Optional.ofNullable(policies.get(name)).map(Policy::document);
    }

    private Principal principal(String id) {
        return Optional.ofNullable(principals.get(id))
                .orElseThrow(() -> new IllegalArgumentException(id + ": no such certificate"));
    }

    /**
     * Whether the policies of a certificate allow something to a client.
     *
     * @param id of the certificate
     */
    synchronized boolean allows(String id, String clientId, String action, String resource) {
        Principal who = principals.get(id);
        if (who == null || !who.active) {
            return false;
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("iot:ClientId", clientId);
        if (who.of.contains(clientId)) { // a thing's name is known by the client id alone
            variables.put("iot:Connection.Thing.ThingName", clientId);
        }
        boolean allowed = false;
        for (String name : who.obeys) {
            Policy policy = policies.get(name);
            Policy.Say say =
                    policy == null ? Policy.Say.NOTHING : policy.of(action, resource, variables);
            if (say == Policy.Say.DENY) {
                return false;
            }
            allowed |= say == Policy.Say.ALLOW;
        }
        return allowed;
    }
}
