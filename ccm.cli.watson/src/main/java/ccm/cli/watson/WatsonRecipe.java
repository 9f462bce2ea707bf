package ccm.cli.watson;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Authorities;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.Rest;
import ccm.cli.setup.Target;
import ccm.cli.setup.Work;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A device of an organization, with a token.
 *
 * @param key of the API and its token; absent for guests
 */
record WatsonRecipe(Asked asked, Optional<ApiKey> key) implements Recipe {
    private static final Rest.Typed TYPED =
            new Rest.Typed("--watson-api-host, or --watson-host", WatsonSetup.CA);
    private static final int TOKEN_BYTES = 15; // 20 signs in base64
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * What is wanted.
     *
     * @param names where the device is empty for the gateway's own id
     * @param host for MQTT
     * @param api for HTTPS
     * @param authorities of both, where Java does not know them
     * @param replace true to make a device that is there anew
     */
    record Asked(
            Names names,
            String host,
            String api,
            Optional<Authorities> authorities,
            boolean replace) {}

    /** Who may register. */
    record ApiKey(String key, String token) {
        @Override
        public String toString() {
            return "ApiKey[" + key + "]";
        }
    }

    @Override
    public Plan plan(Target gateway) throws FailedException {
        Names names = named(gateway);
        Plan plan = new Plan();
        if (names.guest()) {
            plan.set("watson.token", "");
        } else {
            register(plan, names, gateway);
        }
        plan.set("watson.enable", "true").set("watson.host_name", asked.host());
        plan.set("watson.client_id", names.clientId());
        plan.set("watson.cert", "").set("watson.key", "");
        asked.authorities()
                .ifPresent(
                        ca ->
                                plan.file(
                                                "watson-ca.pem",
                                                "the authorities of the platform",
                                                ca::pem)
                                        .set("watson.ca_cert", "watson-ca.pem"));
        return plan.withoutCallsByMqtt(gateway).next("The gateway is " + names.clientId() + ".");
    }

    private void register(Plan plan, Names names, Target gateway) throws FailedException {
        ApiKey login = key.orElseThrow();
        Platform platform =
                new Platform(
                        new Rest(asked.authorities(), TYPED),
                        asked.api(),
                        login.key(),
                        login.token());
        boolean known =
                !asked.replace()
                        && gateway.setting("watson.client_id").orElse("").equals(names.clientId())
                        && !gateway.setting("watson.token").orElse("").isEmpty();
        String token = newToken();
        plan.step(
                "type of device " + names.type() + " in the organization " + names.organization(),
                work -> platform.type(work, names.type()));
        plan.step(
                "device " + names.clientId() + ", with a token that nobody sees",
                work ->
                        device(
                                work,
                                platform,
                                names,
                                known ? Optional.empty() : Optional.of(token)));
        if (!known) {
            plan.secret("watson.token", () -> token);
        }
    }

    /** Without a token for those whose gateway has one already. */
    private void device(Work work, Platform platform, Names names, Optional<String> token)
            throws FailedException {
        boolean there = platform.has(names);
        if (token.isEmpty() && there) {
            work.found("device " + names.clientId() + ", and the gateway has its token");
        } else if (token.isEmpty()) {
            throw new FailedException(
                    names.clientId()
                            + ": the gateway has a token for it, but the platform does not know it"
                            + " any more. Make it anew with --watson-replace");
        } else if (there && !asked.replace()) {
            throw new FailedException(
                    names.clientId()
                            + ": is registered already, and the platform tells its token to nobody:"
                            + " another gateway may be using it. Choose another name with"
                            + " --watson-device-id ID, or make it anew with --watson-replace");
        } else {
            if (there) {
                platform.remove(names);
            }
            platform.add(names, token.get());
            work.made(
                    "device " + names.clientId(),
                    "nothing; type the same with --watson-replace, which makes it anew");
        }
    }

    private Names named(Target gateway) throws FailedException {
        Names all = asked.names();
        String device = all.device().isEmpty() ? gateway.deviceId() : all.device();
        if (!device.matches("[A-Za-z0-9_.-]{1,36}")) {
            throw new FailedException(
                    (all.device().isEmpty() ? "device.id " : "--watson-device-id ")
                            + device
                            + ": the platform takes up to 36 letters, digits and _.-. Name another"
                            + " with --watson-device-id");
        }
        return new Names(all.organization(), all.type(), device);
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
