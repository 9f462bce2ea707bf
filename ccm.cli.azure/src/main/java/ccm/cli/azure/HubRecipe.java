package ccm.cli.azure;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.Target;
import ccm.cli.setup.Work;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A device in a hub, which is registered by {@code az}.
 *
 * @param own a certificate that was given
 * @param az absent when it is not installed
 * @param again how to go on when a person has done the part of {@code az}
 */
record HubRecipe(Asked asked, Optional<Identity> own, Optional<Az> az, String again)
        implements Recipe {
    private static final String DOMAIN = ".azure-devices.net";

    /**
     * What is wanted.
     *
     * @param hub its name, or its host name
     * @param device absent for the gateway's own id
     * @param registered true when {@code az} has nothing to do
     * @param replace true to change a device that is there
     */
    record Asked(
            String hub,
            Optional<String> device,
            Method method,
            boolean registered,
            boolean replace) {}

    @Override
    public Plan plan(Target gateway) throws FailedException {
        String device = AzureSettings.device(asked.device(), gateway);
        Plan plan = new Plan();
        Hub hub = new Hub(az, asked.hub(), device, asked.method(), again);
        if (asked.method() == Method.SAS) {
            key(plan, hub);
        } else {
            certificate(plan, hub, gateway);
        }
        AzureSettings.common(plan, gateway);
        return plan.next(
                "The twin of "
                        + device
                        + ": az iot hub device-twin show --hub-name "
                        + asked.hub()
                        + " --device-id "
                        + device);
    }

    private void key(Plan plan, Hub hub) {
        AtomicReference<String> secret = new AtomicReference<>();
        plan.step(
                "device " + hub.device() + " in the hub " + asked.hub() + ", with a key, by az",
                work -> {
                    hub.register(work, "", asked.replace());
                    secret.set(hub.connectionString());
                });
        plan.set("azure.host_name", "");
        plan.secret("azure.cs", secret::get);
    }

    private void certificate(Plan plan, Hub hub, Target gateway) throws FailedException {
        Identity identity = own.isPresent() ? own.get() : Identity.of(hub.device(), gateway);
        boolean signed = asked.method() == Method.X509_CA;
        if (signed && !identity.isFor(hub.device())) {
            throw new FailedException(
                    "--azure-cert-file: is for "
                            + identity.certificate().getSubjectX500Principal()
                            + ", but the device is "
                            + hub.device()
                            + ": its common name must be that. Or name the device with"
                            + " --azure-device-id");
        }
        AzureSettings.files(plan, hub.device(), identity);
        if (!asked.registered()) {
            String thumbprint = signed ? "" : identity.thumbprint();
            plan.step(
                    "device " + hub.device() + " in the hub " + asked.hub() + ", by az",
                    (Work work) -> hub.register(work, thumbprint, asked.replace()));
        }
        String host = asked.hub().contains(".") ? asked.hub() : asked.hub() + DOMAIN;
        plan.set("azure.cs", "");
        plan.set("azure.host_name", host);
        plan.set("azure.device_id", hub.device());
    }
}
