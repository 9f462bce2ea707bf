package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.Brain;
import ccm.sim.cloud.server.ConnectInfo;
import ccm.sim.cloud.server.Filter;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import java.util.List;
import java.util.Optional;

/** Refuses whoever speaks MQTT here. */
final class NoMqtt implements Brain {
    @Override
    public int connect(ConnectInfo info) {
        return NOT_AUTHORIZED;
    }

    @Override
    public Verdict publish(Session session, Message message) {
        return Verdict.DROP;
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        return Optional.empty();
    }
}
