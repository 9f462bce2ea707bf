package ccm.itest;

import static ccm.sim.cloud.server.FaultRule.Step.SEND;

import ccm.sim.cloud.watson.WatsonEmulator;
import java.util.List;

/** An emulated Watson IoT platform. */
final class WatsonTarget extends CloudTarget {
    private static final int FEW = 100;

    private final WatsonEmulator platform;
    private long seen;

    WatsonTarget(WatsonEmulator platform) {
        super(platform);
        this.platform = platform;
    }

    @Override
    int records() {
        return 2;
    }

    /** The cloud takes five records a second. */
    @Override
    int runs(int all) {
        return all > FEW ? all : all * 3 / 5;
    }

    /** Topics are names of events here. */
    @Override
    List<Came> came() {
        return platform.events(seen).stream()
                .peek(each -> seen = each.number())
                .filter(each -> each.event().startsWith("t_"))
                .map(each -> new Came(each.event(), Integer.parseInt(each.text())))
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
                "iot-2/evt/+/fmt/+",
                List.of("iot-2/evt/state/fmt/+"),
                List.of("iot-2/cmd/shadow-update/fmt/+"));
    }

    @Override
    void refuse() {
        platform.server().faults().add("refuse=3@connect,times=1");
    }

    @Override
    void change(CloudSite site, int number) throws Exception {
        platform.token("token-of-change-" + number);
        site.set("watson.token", "token-of-change-" + number);
    }
}
