package ccm.cli.azure;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Target;
import java.util.Optional;

/** What all ways to a hub set on a gateway. */
final class AzureSettings {
    private AzureSettings() {}

    /** The id of the device: the one that was asked for, or the gateway's own. */
    static String device(Optional<String> asked, Target gateway) throws FailedException {
        String device = asked.isPresent() ? asked.get() : gateway.deviceId();
        if (!device.matches("[A-Za-z0-9\\-.%_*?!(),:=@$']{1,128}")) {
            throw new FailedException(
                    (asked.isPresent() ? "--azure-device-id " : "device.id ")
                            + device
                            + ": a hub takes up to 128 letters, digits and -.%_*?!(),:=@$'. Name"
                            + " another with --azure-device-id");
        }
        return device;
    }

    /** The key first: who finds the certificate may rely on it. */
    static void files(Plan plan, String device, Identity identity) {
        String stem = Identity.stem(device);
        if (identity.key().isPresent()) {
            byte[] key = identity.key().get();
            plan.file(stem + ".key.pem", "the private key", () -> key);
            plan.file(stem + ".crt.pem", "the certificate", identity::pem);
        } else {
            plan.step(
                    "files " + stem + ".crt.pem and .key.pem on the gateway: as they are",
                    work -> work.found("files " + stem + ".crt.pem and .key.pem on the gateway"));
        }
        plan.set("azure.cert", stem + ".crt.pem").set("azure.key", stem + ".key.pem");
    }

    /** Turns Azure on, and off what would be in its way. */
    static void common(Plan plan, Target gateway) {
        plan.set("azure.enable", "true");
        if (!plan.sets("azure.dps.id_scope")) {
            plan.set("azure.dps.id_scope", "");
        }
        plan.withoutCallsByMqtt(gateway);
    }
}
