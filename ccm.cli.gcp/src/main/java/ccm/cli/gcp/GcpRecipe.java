package ccm.cli.gcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Authorities;
import ccm.cli.setup.DeviceKey;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.Rest;
import ccm.cli.setup.Target;
import java.util.Optional;

/**
 * A device in a registry, with a key of its own.
 *
 * @param account absent when nobody is logged in
 * @param again how to go on when a person has made the device
 */
record GcpRecipe(Asked asked, Optional<ServiceAccount> account, String again) implements Recipe {
    private static final int NAME = 16; // so much of the device's id is in names of files
    private static final Rest.Typed TYPED =
            new Rest.Typed("url in the service account's file", GcpSetup.CA);

    /**
     * What is wanted.
     *
     * @param names where the device is empty for the gateway's own id
     * @param server empty for ClearBlade's of the region
     * @param authorities of its servers, where Java does not know them
     * @param registered true when the registry knows the device
     * @param replace true to change a device that is there
     */
    record Asked(
            Names names,
            String server,
            Optional<Authorities> authorities,
            boolean registered,
            boolean replace) {}

    @Override
    public Plan plan(Target gateway) throws FailedException {
        Names names = named(gateway);
        String id = names.device().substring(0, Math.min(NAME, names.device().length()));
        String stem = "gcp-" + id.replace('%', '_');
        Optional<byte[]> there =
                gateway.has(stem + ".key.pem") ? gateway.file(stem + ".pub.pem") : Optional.empty();
        Plan plan = new Plan();
        String open = there.isPresent() ? found(plan, stem, there.get()) : made(plan, stem);
        if (!asked.registered()) {
            Rest rest = new Rest(asked.authorities(), TYPED);
            Registry registry = new Registry(rest, account, names);
            plan.step(
                    "device " + names.device() + " in the registry " + names.registry(),
                    work -> registry.register(work, open, asked.replace(), again));
        }
        plan.set("gcp.enable", "true");
        plan.set("gcp.project", names.project()).set("gcp.region", names.region());
        plan.set("gcp.registry", names.registry()).set("gcp.device", names.device());
        plan.set("gcp.key", stem + ".key.pem").set("gcp.server", asked.server());
        plan.set("gcp.enable_config", "true");
        asked.authorities()
                .ifPresent(
                        ca ->
                                plan.file("gcp-ca.pem", "the authorities of the server", ca::pem)
                                        .set("gcp.ca_cert", "gcp-ca.pem"));
        return plan.withoutCallsByMqtt(gateway)
                .next("Set the configuration of " + names.device() + " to {\"on\":true}: the host")
                .next("is told Shadow.Delta {\"on\":true}.");
    }

    private Names named(Target gateway) throws FailedException {
        Names all = asked.names();
        String device = all.device().isEmpty() ? gateway.deviceId() : all.device();
        if (!device.matches("[A-Za-z][-A-Za-z0-9._~%]{2,254}") || device.startsWith("goog")) {
            throw new FailedException(
                    (all.device().isEmpty() ? "device.id " : "--gcp-device-id ")
                            + device
                            + ": a registry takes 3 to 255 letters, digits and -._~%, a letter first"
                            + " and not goog. Name another with --gcp-device-id");
        }
        return new Names(all.project(), all.region(), all.registry(), device);
    }

    private static String found(Plan plan, String stem, byte[] open) {
        String both = "files " + stem + ".key.pem and .pub.pem on the gateway";
        plan.step(both + ": as they are", work -> work.found(both));
        return new String(open, US_ASCII);
    }

    /** The private key first: who finds the public one may rely on it. */
    private static String made(Plan plan, String stem) {
        DeviceKey key = DeviceKey.make();
        plan.file(stem + ".key.pem", "the private key", key::pem);
        plan.file(stem + ".pub.pem", "the public key", () -> key.publicPem().getBytes(US_ASCII));
        return key.publicPem();
    }
}
