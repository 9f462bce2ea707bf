package ccm.sim.cloud.gcp;

import ccm.sim.cloud.server.Brain;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.ConnectInfo;
import ccm.sim.cloud.server.Filter;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The MQTT side of IoT Core. On its server's thread. */
final class GcpBrain implements Brain {
    private static final int MAX_EVENT = 256 * 1024;
    private static final int MAX_STATE = 64 * 1024;
    private static final int KEPT = 10_000; // events
    private static final Duration STATE_PAUSE = Duration.ofSeconds(1);

    private final Clock clock;
    private final String project;
    private final String parent; // of all client ids
    private final Map<String, RegistryDevice> devices = new LinkedHashMap<>();
    private final Deque<Told> events = new ArrayDeque<>();
    private CloudServer server; // set before anybody comes
    private Duration skew = DeviceToken.SKEW;
    private long count;

    GcpBrain(Clock clock, String project, String parent) {
        this.clock = clock;
        this.project = project;
        this.parent = parent;
    }

    void serve(CloudServer own) {
        server = own;
    }

    /** How long after its end a token still counts for an open connection. */
    void skew(Duration time) {
        skew = time;
    }

    Map<String, RegistryDevice> devices() {
        return devices;
    }

    List<Told> events(long since) {
        return events.stream().filter(each -> each.number() > since).toList();
    }

    @Override
    public int connect(ConnectInfo info) {
        Optional<String> fault = fault(info);
        fault.ifPresent(why -> server.journal().add("refused", info.clientId(), why, ""));
        return fault.isPresent() ? BAD_LOGIN : ACCEPTED;
    }

    private Optional<String> fault(ConnectInfo info) {
        Optional<RegistryDevice> device = device(info.clientId());
        if (device.isEmpty()) {
            return Optional.of("no such device");
        }
        Optional<DeviceToken> token = info.password().flatMap(DeviceToken::read);
        return token.isEmpty()
                ? Optional.of("the password is no token in base64url without padding")
                : token.get().fault(project, clock.instant(), device.get().keys());
    }

    @Override
    public void connected(Session session) {
        session.forget(); // nothing is kept, whatever was asked for
        ConnectInfo with = session.info();
        Instant end = DeviceToken.read(with.password().orElse("")).orElseThrow().end().plus(skew);
        device(session.clientId())
                .orElseThrow()
                .arrived(
                        session,
                        server.later(
                                Duration.between(clock.instant(), end),
                                () -> ended(session, with)));
    }

    private void ended(Session session, ConnectInfo with) {
        if (session.connected() && session.info() == with) {
            drop(session, "its token has ended");
            session.close();
        }
    }

    @Override
    public Verdict publish(Session session, Message message) {
        Optional<RegistryDevice> found = device(session.clientId());
        if (found.isEmpty()) {
            return drop(session, "it was deleted");
        }
        if (message.qos() > 1) {
            return drop(session, "QoS 2");
        }
        RegistryDevice device = found.get();
        String own = "/devices/" + device.id();
        String topic = message.topic();
        if (topic.equals(own + "/state")) {
            return state(session, device, message);
        }
        if (!topic.equals(own + "/events") && !topic.startsWith(own + "/events/")) {
            return drop(session, "the topic " + topic);
        }
        String folder = topic.substring(Math.min(topic.length(), (own + "/events/").length()));
        if (message.payload().length > MAX_EVENT) {
            return drop(session, "more than " + MAX_EVENT + " bytes");
        }
        events.add(new Told(++count, device.id(), folder, message.payload()));
        if (events.size() > KEPT) {
            events.remove();
        }
        return Verdict.ACCEPT;
    }

    private Verdict state(Session session, RegistryDevice device, Message message) {
        Instant now = clock.instant();
        if (device.stateAt().filter(last -> now.isBefore(last.plus(STATE_PAUSE))).isPresent()) {
            return drop(session, "a second state within a second");
        }
        if (message.payload().length > MAX_STATE) {
            return drop(session, "a state of more than " + MAX_STATE + " bytes");
        }
        device.state(message.payload(), now);
        return Verdict.ACCEPT;
    }

    private Verdict drop(Session session, String why) {
        server.journal().add("kick", session.clientId(), why, "");
        return Verdict.DROP;
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        Optional<RegistryDevice> device = device(session.clientId());
        List<Integer> granted = new ArrayList<>();
        for (Filter each : filters) {
            String own = "/devices/" + device.map(RegistryDevice::id).orElse("");
            boolean known =
                    each.filter().equals(own + "/config")
                            || each.filter().equals(own + "/commands/#");
            granted.add(known ? Math.min(1, each.qos()) : Filter.REFUSED);
        }
        return device.isPresent() ? Optional.of(granted) : Optional.empty();
    }

    @Override
    public void subscribed(Session session, List<Filter> filters) {
        Optional<RegistryDevice> device = device(session.clientId());
        if (device.isPresent()
                && filters.stream().anyMatch(each -> each.filter().endsWith("/config"))) {
            configure(session, device.get());
        }
    }

    /** Sends the configuration, if it is asked for. */
    void configure(Session session, RegistryDevice device) {
        session.deliver(
                new Message("/devices/" + device.id() + "/config", device.config(), 1, false));
    }

    Optional<RegistryDevice> device(String clientId) {
        return clientId.startsWith(parent)
                ? Optional.ofNullable(devices.get(clientId.substring(parent.length())))
                : Optional.empty();
    }
}
