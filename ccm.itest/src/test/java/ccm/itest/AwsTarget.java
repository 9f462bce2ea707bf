package ccm.itest;

import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An emulated AWS IoT Core. */
final class AwsTarget extends CloudTarget {
    private final AwsEmulator cloud;
    private long seen;

    AwsTarget(AwsEmulator cloud) {
        super(cloud);
        this.cloud = cloud;
    }

    @Override
    List<Came> came() {
        List<Came> all = new ArrayList<>();
        for (Journal.Event each : emulator().server().journal().since(seen)) {
            seen = each.number();
            if (each.kind().equals("in") && each.what().startsWith("t/")) {
                all.add(new Came(each.what(), Integer.parseInt(each.text())));
            }
        }
        return all;
    }

    @Override
    List<Place> places() {
        String shadow = "$aws/things/+/shadow/";
        return mqtt(
                "t/+",
                List.of(shadow + "get", shadow + "update"),
                List.of(shadow + "get/+", shadow + "update/accepted", shadow + "update/delta"));
    }

    @Override
    Optional<Newcomers> newcomers() {
        return Optional.of(new AwsNewcomers(cloud));
    }

    @Override
    void refuse() {
        cloud.throttle(1);
    }

    /** Files are replaced and the old certificate is revoked; then either side hangs up. */
    @Override
    void change(CloudSite site, int number) throws Exception {
        cloud.revoke(true);
        cloud.thing(cloud.settings().get("aws.thing_name"))
                .write(cloud.file("device.crt.pem"), cloud.file("device.key.pem"));
        if (number % 2 == 0) {
            site.renew();
        } else {
            cloud.server().expire();
        }
    }
}
