package ccm.cli.azure;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.Target;
import java.util.Optional;

/**
 * A Device Provisioning Service says which hub the gateway belongs to.
 *
 * @param host absent for Azure's own
 * @param registration absent for the gateway's own id
 */
record ProvisioningRecipe(
        String scope, Optional<String> host, Optional<String> registration, Proof proof)
        implements Recipe {
    private static final String AZURE = "global.azure-devices-provisioning.net";

    /** How the gateway says who it is: one of these. */
    record Proof(Optional<String> key, Optional<String> groupKey, Optional<Identity> certificate) {
        @Override
        public String toString() {
            return "Proof[masked]";
        }
    }

    @Override
    public Plan plan(Target gateway) throws FailedException {
        String id = registration.isPresent() ? registration.get() : gateway.deviceId();
        if (!id.matches("[A-Za-z0-9\\-._:]{1,128}")) {
            throw new FailedException(
                    (registration.isPresent() ? "--azure-dps-registration-id " : "device.id ")
                            + id
                            + ": the service takes up to 128 letters, digits and -._:. Name another"
                            + " with --azure-dps-registration-id");
        }
        Plan plan = new Plan();
        if (proof.certificate().isPresent()) {
            Identity identity = proof.certificate().get();
            if (!identity.isFor(id)) {
                throw new FailedException(
                        "--azure-cert-file: is for "
                                + identity.certificate().getSubjectX500Principal()
                                + ", but the registration is "
                                + id
                                + ": its common name must be that. Or name the registration with"
                                + " --azure-dps-registration-id");
            }
            AzureSettings.files(plan, id, identity);
        }
        plan.set("azure.cs", "").set("azure.host_name", "");
        plan.set("azure.dps.id_scope", scope);
        plan.set("azure.dps.host", host.orElse(AZURE));
        plan.set("azure.dps.registration_id", registration.orElse(""));
        secret(plan, "azure.dps.key", proof.key());
        secret(plan, "azure.dps.group_key", proof.groupKey());
        AzureSettings.common(plan, gateway);
        return plan.next("Which hub it was given: ccm call Cloud.Status");
    }

    private static void secret(Plan plan, String path, Optional<String> value) {
        if (value.isPresent()) {
            plan.secret(path, value::get);
        } else {
            plan.set(path, "");
        }
    }
}
