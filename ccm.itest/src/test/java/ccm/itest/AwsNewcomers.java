package ccm.itest;

import ccm.itest.CloudTarget.Place;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.FaultRule;
import ccm.sim.cloud.server.FaultRule.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gateways that get a certificate of their own from AWS, with that of a claim. */
final class AwsNewcomers implements Newcomers {
    private static final String SIGN = "$aws/certificates/create-from-csr/json";
    private static final String REGISTER = "$aws/provisioning-templates/+/provision/json";

    private final AwsEmulator cloud;

    AwsNewcomers(AwsEmulator cloud) {
        this.cloud = cloud;
    }

    @Override
    public CloudServer server() {
        return cloud.server();
    }

    @Override
    public List<Place> places() {
        return CloudTarget.mqtt(
                SIGN, List.of(REGISTER), List.of(SIGN + "/accepted", REGISTER + "/accepted"));
    }

    /** Before it has said its name, nobody knows who it is. */
    @Override
    public FaultRule only(String name, FaultRule rule) {
        boolean nameless =
                rule.step().filter(step -> step == Step.ACCEPT || step == Step.TLS).isPresent();
        return nameless ? rule : rule.client(name);
    }

    @Override
    public void arrive(CloudSite site, String name) throws Exception {
        Map<String, String> settings = new TreeMap<>(cloud.settings());
        settings.put("aws.thing_name", name);
        settings.put("aws.cert", "");
        settings.put("aws.key", "");
        settings.put("aws.provision.cert", cloud.file("claim.crt.pem").toString());
        settings.put("aws.provision.key", cloud.file("claim.key.pem").toString());
        settings.put("aws.provision.template", AwsEmulator.TEMPLATE);
        settings.put("aws.provision.parameters", "{\"SerialNumber\":\"" + name + "\"}");
        site.set(settings);
    }

    @Override
    public boolean knows(String name) {
        return cloud.has("fleet-" + name);
    }

    @Override
    public void askForLess(int times) {
        cloud.throttleClaims(times);
    }

    @Override
    public void expire(boolean expired, long number) throws IOException {
        cloud.revokeClaim(expired);
    }
}
