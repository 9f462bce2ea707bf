package ccm.itest;

import static ccm.sim.cloud.server.FaultRule.Step.SEND;

import ccm.sim.cloud.gcp.GcpEmulator;
import java.util.List;

/** An emulated IoT Core of ClearBlade's kind. */
final class GcpTarget extends CloudTarget {
    private static final int FEW = 100;

    private final GcpEmulator cloud;
    private long seen;

    GcpTarget(GcpEmulator cloud) {
        super(cloud);
        this.cloud = cloud;
    }

    @Override
    List<Came> came() {
        return cloud.events(seen).stream()
                .map(
                        each -> {
                            seen = each.number();
                            return new Came(each.folder(), Integer.parseInt(each.text()));
                        })
                .toList();
    }

    /** Configurations and commands have no version. */
    @Override
    boolean keepsOrder(Place place) {
        return place.step() == SEND;
    }

    @Override
    List<Place> places() {
        return mqtt(
                "/devices/+/events/#", List.of("/devices/+/state"), List.of("/devices/+/config"));
    }

    /** The cloud takes one state a second. */
    @Override
    int runs(int all) {
        return all > FEW ? all : all / 3;
    }

    @Override
    void refuse() {
        cloud.server().faults().add("refuse=3@connect,times=1");
    }

    @Override
    int stranger() {
        return 4;
    }

    /** Each login has a token of its own. */
    @Override
    void change(CloudSite site, int number) throws Exception {
        site.renew();
    }
}
