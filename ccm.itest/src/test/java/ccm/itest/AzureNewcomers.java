package ccm.itest;

import ccm.itest.CloudTarget.Place;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.azure.Enrollment;
import ccm.sim.cloud.azure.HubAccess;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.FaultRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gateways that register with Azure's provisioning service, by the key of a group. */
final class AzureNewcomers implements Newcomers {
    private static final String GROUP = "*";
    private static final String TOPICS = "$dps/registrations/";

    private final AzureEmulator hub;

    AzureNewcomers(AzureEmulator hub) {
        this.hub = hub;
        hub.provisioning(0, 0);
    }

    @Override
    public CloudServer server() {
        return hub.service();
    }

    @Override
    public List<Place> places() {
        return CloudTarget.mqtt(
                TOPICS + "PUT/#", List.of(TOPICS + "GET/#"), List.of(TOPICS + "res/#"));
    }

    @Override
    public FaultRule only(String name, FaultRule rule) {
        return rule; // nobody else comes here
    }

    @Override
    public void arrive(CloudSite site, String name) throws Exception {
        Map<String, String> settings = new TreeMap<>(hub.provisionedSettings());
        settings.put("azure.cs", "");
        settings.put("azure.dps.registration_id", name);
        site.set(settings);
    }

    @Override
    public boolean knows(String name) {
        return hub.devices().contains(name);
    }

    @Override
    public void askForLess(int times) {
        hub.provisioning(times, 0);
    }

    /** Its key is another one, or it is disabled. */
    @Override
    public void expire(boolean expired, long number) {
        HubAccess access =
                HubAccess.byKey(
                        expired && number % 2 == 0
                                ? HubAccess.newKey()
                                : hub.provisionedSettings().get("azure.dps.group_key"));
        Enrollment.State state =
                expired && number % 2 == 1 ? Enrollment.State.DISABLED : Enrollment.State.ASSIGNED;
        hub.enroll(GROUP, Enrollment.group(access).state(state));
    }
}
