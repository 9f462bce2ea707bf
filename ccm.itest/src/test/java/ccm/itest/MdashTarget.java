package ccm.itest;

import static ccm.sim.cloud.server.FaultRule.Step.ACCEPT;
import static ccm.sim.cloud.server.FaultRule.Step.CONNECT;
import static ccm.sim.cloud.server.FaultRule.Step.PUBLISH;
import static ccm.sim.cloud.server.FaultRule.Step.SEND;
import static ccm.sim.cloud.server.FaultRule.Step.TLS;

import ccm.sim.cloud.mdash.MdashEmulator;
import java.util.List;

/** An emulated mDash. */
final class MdashTarget extends CloudTarget {
    private final MdashEmulator dash;
    private int seen;

    MdashTarget(MdashEmulator dash) {
        super(dash);
        this.dash = dash;
    }

    @Override
    String section() {
        return "dash";
    }

    @Override
    int records() {
        return 3;
    }

    @Override
    List<Came> came() {
        var all = dash.published();
        var fresh = all.subList(seen, all.size());
        seen = all.size();
        return fresh.stream()
                .map(each -> new Came(each.path("topic").asText(), each.path("message").asInt()))
                .toList();
    }

    @Override
    List<Place> places() {
        return List.of(
                new Place(ACCEPT, "", true),
                new Place(TLS, "", true),
                new Place(CONNECT, "", true, true),
                new Place(PUBLISH, "Dash.Heartbeat", true),
                new Place(PUBLISH, "Dash.Shadow.Get", true),
                new Place(PUBLISH, "Dash.Shadow.Update", false),
                new Place(PUBLISH, "MQTT.Pub", false),
                new Place(SEND, "Shadow.Delta", false),
                new Place(SEND, "", false));
    }

    @Override
    boolean refusesRecords() {
        return true;
    }

    @Override
    void refuse() {
        dash.throttle(1);
    }

    @Override
    int stranger() {
        return 401;
    }

    @Override
    void change(CloudSite site, int number) throws Exception {
        dash.token("token-" + number);
        site.set("dash.token", "token-" + number);
    }
}
