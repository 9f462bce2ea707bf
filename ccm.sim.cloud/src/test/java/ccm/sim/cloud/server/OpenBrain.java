package ccm.sim.cloud.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plain broker: everybody is let in, every topic goes to those who subscribed to it. */
final class OpenBrain implements Brain {
    private final List<ConnectInfo> arrivals = new ArrayList<>(); // on the server's thread
    private final List<Message> messages = new ArrayList<>(); // on the server's thread
    private CloudServer server;

    void serve(CloudServer which) {
        server = which;
    }

    List<ConnectInfo> arrivals() {
        return server.call(() -> List.copyOf(arrivals));
    }

    List<Message> messages() {
        return server.call(() -> List.copyOf(messages));
    }

    @Override
    public int connect(ConnectInfo info) {
        arrivals.add(info);
        return ACCEPTED;
    }

    @Override
    public Verdict publish(Session session, Message message) {
        messages.add(message);
        server.route(message);
        return Verdict.ACCEPT;
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        return Optional.of(filters.stream().map(Filter::qos).toList());
    }
}
