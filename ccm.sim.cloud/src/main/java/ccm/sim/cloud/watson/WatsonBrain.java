package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.Brain;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.ConnectInfo;
import ccm.sim.cloud.server.Filter;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The MQTT side of the platform. On its server's thread. */
final class WatsonBrain implements Brain {
    static final int MAX_UNACKNOWLEDGED = 10; // in each direction
    private static final int MAX_PAYLOAD = 131_072;
    private static final int MAX_FILTERS = 50;
    private static final int KEPT = 10_000; // events
    private static final double RATE = 10; // messages a second
    private static final double GUEST_RATE = 1;
    private static final double MILLIS = 1_000;
    private static final String USER = "use-token-auth";
    private static final Pattern EVENT = Pattern.compile("iot-2/evt/([^/]+)/fmt/([^/]+)");
    private static final Pattern FOR_DEVICE =
            Pattern.compile("iot-2/type/([^/]+)/id/([^/]+)/(cmd|evt)/([^/]+)/fmt/([^/]+)");
    private static final Pattern OF_DEVICE =
            Pattern.compile("iot-2/cmd/[^/]+/fmt/[^/]+|iotdm-1/.*");
    private static final Pattern OF_APPLICATION =
            Pattern.compile("iot-2/type/[^/]+/id/[^/]+/((evt|cmd)/[^/]+/fmt/[^/]+|mon)");

    private final Registry registry;
    private final ApiKey api;
    private final DeviceManager manager;
    private final BackEnd backEnd;
    private final Deque<DeviceEvent> events = new ArrayDeque<>();
    private CloudServer server; // set before anybody comes
    private boolean bothNeeded;
    private boolean holding;
    private long count;

    WatsonBrain(Registry registry, ApiKey api, DeviceManager manager, BackEnd backEnd) {
        this.registry = registry;
        this.api = api;
        this.manager = manager;
        this.backEnd = backEnd;
    }

    void serve(CloudServer own) {
        server = own;
    }

    /** Whether devices need a certificate and a token. */
    void needBoth(boolean both) {
        bothNeeded = both;
    }

    /** The platform is slow: it takes messages, and acknowledges them when this ends. */
    void hold(boolean on) {
        holding = on;
        if (!on) {
            registry.devices()
                    .values()
                    .forEach(device -> device.session().ifPresent(each -> release(each, device)));
        }
    }

    List<DeviceEvent> events(long since) {
        return events.stream().filter(each -> each.number() > since).toList();
    }

    @Override
    public int connect(ConnectInfo info) {
        Optional<ClientId> client = ClientId.read(info.clientId());
        if (client.isEmpty()) {
            return refuse(info, BAD_CLIENT_ID, "the client id must be d:ORG:TYPE:DEVICE");
        }
        Optional<String> fault =
                client.get().application() ? stranger(info) : fault(client.get(), info);
        return fault.isPresent() ? refuse(info, NOT_AUTHORIZED, fault.get()) : ACCEPTED;
    }

    private int refuse(ConnectInfo info, int code, String why) {
        server.journal().add("refused", info.clientId(), why, "");
        return code;
    }

    private Optional<String> stranger(ConnectInfo info) {
        return api.fits(info.user().orElse(""), info.password().orElse(""))
                ? Optional.empty()
                : Optional.of("no such API key, or another token");
    }

    private Optional<String> fault(ClientId client, ConnectInfo info) {
        if (client.quickstart()) {
            return Optional.empty();
        }
        Optional<Registered> device = registry.find(client.toString());
        if (device.isEmpty()) {
            return Optional.of("no such device");
        }
        Optional<X509Certificate> shown = info.peer().certificate();
        if (shown.filter(each -> !isOf(client, each)).isPresent()) {
            return Optional.of("a certificate for " + shown.get().getSubjectX500Principal());
        }
        boolean token = info.password().isPresent() || info.user().isPresent();
        if (token && !tokenFits(device.get(), info)) {
            return Optional.of("the user is not " + USER + ", or the token is another one");
        }
        boolean enough = bothNeeded ? token && shown.isPresent() : token || shown.isPresent();
        return enough ? Optional.empty() : Optional.of("no token, or no certificate");
    }

    private static boolean tokenFits(Registered device, ConnectInfo info) {
        return info.user().filter(USER::equals).isPresent()
                && info.password().filter(device.token()::equals).isPresent()
                && !device.token().isEmpty();
    }

    private static boolean isOf(ClientId client, X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().equals("CN=" + client.commonName());
    }

    @Override
    public void connected(Session session) {
        Optional<Registered> device = registry.find(session.clientId());
        device.ifPresent(each -> each.arrived(session));
        if (device.filter(each -> each.client().quickstart()).isPresent()) {
            session.forget();
        }
        device.ifPresent(each -> monitor(each, "Connect"));
    }

    @Override
    public void closed(Session session) {
        registry.find(session.clientId())
                .filter(device -> device.session().filter(session::equals).isPresent())
                .ifPresent(device -> monitor(device, "Disconnect"));
    }

    private void monitor(Registered device, String action) {
        ClientId client = device.client();
        String text = "{\"Action\":\"" + action + "\",\"ClientID\":\"" + client + "\"}";
        tell(
                "iot-2/type/" + client.type() + "/id/" + client.id() + "/mon",
                Message.of("", text, 1));
    }

    @Override
    public Verdict publish(Session session, Message message) {
        Optional<ClientId> client = ClientId.read(session.clientId());
        if (message.payload().length > MAX_PAYLOAD) {
            return drop(session, "more than " + MAX_PAYLOAD + " bytes");
        }
        if (client.filter(ClientId::application).isPresent()) {
            return fromApplication(session, message);
        }
        Optional<Registered> device = registry.find(session.clientId());
        if (device.isEmpty()) {
            return drop(session, "it was deleted");
        }
        if (message.qos() > 0 && device.get().unacknowledged().size() >= MAX_UNACKNOWLEDGED) {
            server.journal().add("ignored", session.clientId(), "too many unacknowledged", "");
            return Verdict.NO_ACK;
        }
        return taken(session, device.get(), message)
                ? paced(session, device.get(), message)
                : drop(session, "the topic " + message.topic());
    }

    private boolean taken(Session session, Registered device, Message message) {
        Matcher event = EVENT.matcher(message.topic());
        if (event.matches()) {
            keep(device.client(), event.group(1), event.group(2), message);
            return true;
        }
        return !device.client().quickstart() && manager.take(session, device, message);
    }

    private void keep(ClientId client, String name, String format, Message message) {
        events.add(new DeviceEvent(++count, client.toString(), name, format, message.payload()));
        if (events.size() > KEPT) {
            events.remove();
        }
        backEnd.event(client.toString(), name, message.payload());
        String where = "iot-2/type/" + client.type() + "/id/" + client.id();
        tell(where + "/evt/" + name + "/fmt/" + format, message);
    }

    /** To all applications that want it; nothing is retained. */
    private void tell(String topic, Message message) {
        Message copy = new Message(topic, message.payload(), Math.min(1, message.qos()), false);
        server.sessions().stream()
                .filter(each -> ClientId.read(each.clientId()).orElseThrow().application())
                .forEach(each -> each.deliver(copy));
    }

    /** Who is too fast, or meets a slow platform, waits for the acknowledgement. */
    private Verdict paced(Session session, Registered device, Message message) {
        double wait =
                device.pay(device.client().quickstart() ? GUEST_RATE : RATE, System.nanoTime());
        if (message.qos() == 0 || wait == 0 && !holding && device.unacknowledged().isEmpty()) {
            return Verdict.ACCEPT;
        }
        device.unacknowledged().add(message);
        if (wait > 0) {
            server.journal().add("throttled", session.clientId(), message.topic(), "");
            server.later(Duration.ofMillis((long) (wait * MILLIS)), () -> release(session, device));
        }
        return Verdict.LATER;
    }

    private void release(Session session, Registered device) {
        while (!holding && !device.unacknowledged().isEmpty()) {
            session.acknowledge(device.unacknowledged().remove());
        }
    }

    private Verdict fromApplication(Session session, Message message) {
        Matcher to = FOR_DEVICE.matcher(message.topic());
        if (!to.matches()) {
            return drop(session, "the topic " + message.topic());
        }
        ClientId client = registry.client(to.group(1), to.group(2));
        Optional<Registered> device = registry.find(client.toString());
        if (device.isPresent() && to.group(3).equals("cmd")) {
            command(device.get(), to.group(4), to.group(5), message.payload());
        } else if (device.isPresent()) {
            keep(client, to.group(4), to.group(5), message);
        }
        return Verdict.ACCEPT;
    }

    /** Sends a command; false when the device has not subscribed to it. */
    boolean command(Registered device, String name, String format, byte[] payload) {
        String topic = "iot-2/cmd/" + name + "/fmt/" + format;
        return device.session()
                .filter(each -> each.deliver(new Message(topic, payload, 1, false)))
                .filter(each -> each.connected() || !each.info().clean())
                .isPresent();
    }

    private Verdict drop(Session session, String why) {
        server.journal().add("kick", session.clientId(), why, "");
        return Verdict.DROP;
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        ClientId client = ClientId.read(session.clientId()).orElseThrow();
        if (client.quickstart() && !client.application()) {
            return Optional.empty(); // there are no commands
        }
        Pattern allowed = client.application() ? OF_APPLICATION : OF_DEVICE;
        List<Integer> granted = new ArrayList<>();
        for (Filter each : filters) {
            boolean fits =
                    allowed.matcher(each.filter()).matches()
                            && session.subscriptions().size() + granted.size() < MAX_FILTERS;
            granted.add(fits ? Math.min(1, each.qos()) : Filter.REFUSED);
        }
        return Optional.of(granted);
    }

    @Override
    public void subscribed(Session session, List<Filter> filters) {
        registry.find(session.clientId()).ifPresent(backEnd::subscribed);
    }
}
