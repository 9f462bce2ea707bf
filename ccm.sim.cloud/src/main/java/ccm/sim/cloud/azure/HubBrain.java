package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Brain;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.ConnectInfo;
import ccm.sim.cloud.server.Filter;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IoT hub. On its server's thread. */
final class HubBrain implements Brain {
    private static final Pattern USER =
            Pattern.compile("([^/]+)/([^/]+)/\\?api-version=(\\d{4}-\\d{2}-\\d{2}[^&]*)(&.*)?");
    private static final int MAX_FILTERS = 5;
    private static final int MAX_MESSAGE = 256 * 1024;
    private static final int KEPT = 10_000; // messages of devices

    private final Clock clock;
    private final Set<String> hosts = new HashSet<>();
    private final Map<String, HubDevice> devices = new LinkedHashMap<>();
    private final Deque<Telemetry> telemetry = new ArrayDeque<>();
    private final TwinService twins = new TwinService();
    private final MethodService methods = new MethodService();
    private CloudServer server; // set before anybody comes
    private long said;

    HubBrain(Clock clock) {
        this.clock = clock;
    }

    void serve(CloudServer own, List<String> names) {
        server = own;
        hosts.addAll(names);
    }

    TwinService twins() {
        return twins;
    }

    MethodService methods() {
        return methods;
    }

    Map<String, HubDevice> devices() {
        return devices;
    }

    /** Makes a device, or changes how it says who it is. */
    HubDevice device(String id, HubAccess access) {
        HubDevice device = devices.computeIfAbsent(id, name -> new HubDevice(name, access));
        device.access(access);
        return device;
    }

    /** What was said after a number. */
    List<Telemetry> telemetry(long since) {
        return telemetry.stream().filter(each -> each.number() > since).toList();
    }

    @Override
    public int connect(ConnectInfo info) {
        Optional<String> fault = fault(info);
        fault.ifPresent(why -> server.journal().add("refused", info.clientId(), why, ""));
        return fault.isPresent() ? NOT_AUTHORIZED : ACCEPTED;
    }

    private Optional<String> fault(ConnectInfo info) {
        Matcher user = USER.matcher(info.user().orElse(""));
        if (!user.matches()) {
            return Optional.of("the user name is not HOST/DEVICE/?api-version=DATE");
        }
        HubDevice device = devices.get(user.group(2));
        if (!hosts.contains(user.group(1)) || device == null) {
            return Optional.of("no such hub or device: " + user.group(1) + "/" + user.group(2));
        }
        if (!device.id().equals(info.clientId())) {
            return Optional.of("the client id is not that of the device");
        }
        if (!device.enabled()) {
            return Optional.of("the device is disabled");
        }
        return info.password().filter(password -> !password.isEmpty()).isPresent()
                ? tokenFault(info, user.group(1) + "/devices/" + device.id(), device)
                : certificateFault(info, device);
    }

    private Optional<String> tokenFault(ConnectInfo info, String resource, HubDevice device) {
        Optional<SasToken> token = token(info);
        return token.isEmpty()
                ? Optional.of("the password is no token")
                : token.get().fault(resource, clock.instant(), device.access().keys());
    }

    private Optional<String> certificateFault(ConnectInfo info, HubDevice device) {
        Optional<X509Certificate> shown = info.peer().certificate();
        if (shown.isEmpty()) {
            return Optional.of("neither a token nor a certificate");
        }
        boolean ours = server.authority().signed(shown.get());
        return device.access().shownBy(shown.get(), device.id(), ours)
                ? Optional.empty()
                : Optional.of("the certificate is not that of the device");
    }

    @Override
    public void connected(Session session) {
        Optional<Future<?>> end =
                token(session.info())
                        .map(
                                token ->
                                        server.later(
                                                left(token), () -> ended(session, session.info())));
        device(session).arrived(session, end);
    }

    private void ended(Session session, ConnectInfo with) {
        if (session.connected() && session.info() == with) {
            server.journal().add("kick", session.clientId(), "its token has ended", "");
            session.close();
        }
    }

    private Duration left(SasToken token) {
        return Duration.between(clock.instant(), token.end());
    }

    @Override
    public Verdict publish(Session session, Message message) {
        if (message.qos() > 1) {
            return drop(session, "QoS 2");
        }
        HubDevice device = device(session);
        String topic = message.topic();
        String events = "devices/" + device.id() + "/messages/events";
        if (topic.equals(events) || topic.startsWith(events + "/")) {
            return said(session, device, message, topic.substring(events.length()));
        }
        if (twins.takes(topic)) {
            twins.take(session, device, message);
            return Verdict.ACCEPT;
        }
        if (methods.takes(topic)) {
            methods.answered(topic, message.text());
            return Verdict.ACCEPT;
        }
        return drop(session, "the topic " + topic);
    }

    private Verdict said(Session session, HubDevice device, Message message, String tail) {
        if (message.payload().length + tail.length() - 1 > MAX_MESSAGE) {
            return drop(session, "more than " + MAX_MESSAGE + " bytes");
        }
        Map<String, String> properties = Bag.read(tail.startsWith("/") ? tail.substring(1) : tail);
        if (message.retain()) {
            properties.put("mqtt-retain", "true");
        }
        telemetry.add(new Telemetry(++said, device.id(), properties, message.payload()));
        if (telemetry.size() > KEPT) {
            telemetry.remove();
        }
        return Verdict.ACCEPT;
    }

    private Verdict drop(Session session, String why) {
        server.journal().add("kick", session.clientId(), why, "");
        return Verdict.DROP;
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        Set<String> all = new HashSet<>(session.subscriptions().keySet());
        filters.forEach(each -> all.add(each.filter()));
        String bound = "devices/" + session.clientId() + "/messages/devicebound/";
        boolean known =
                filters.stream()
                        .map(Filter::filter)
                        .allMatch(
                                filter ->
                                        filter.startsWith(bound)
                                                || filter.startsWith(TwinService.ANSWERS)
                                                || filter.startsWith(TwinService.DESIRED)
                                                || filter.startsWith(MethodService.CALLS));
        if (!known || all.size() > MAX_FILTERS) {
            drop(session, known ? "more than 5 subscriptions" : "a filter of others: " + filters);
            return Optional.empty();
        }
        return Optional.of(filters.stream().map(each -> Math.min(1, each.qos())).toList());
    }

    @Override
    public void subscribed(Session session, List<Filter> filters) {
        HubDevice device = device(session);
        if (device.session().equals(Optional.of(session))) {
            device.queue().deliver(session);
        }
    }

    @Override
    public void acknowledged(Session session, Message message) {
        device(session).queue().done(message.topic());
    }

    @Override
    public void will(Session session, Message will) {
        String events = "devices/" + session.clientId() + "/messages/events/";
        if (will.topic().startsWith(events)) {
            String tail = will.topic().substring(events.length());
            Map<String, String> properties = new LinkedHashMap<>(Bag.read(tail));
            properties.put("iothub-MessageType", "Will");
            telemetry.add(new Telemetry(++said, session.clientId(), properties, will.payload()));
        }
    }

    /** A device that was deleted has a session still, for a moment. */
    private HubDevice device(Session session) {
        HubDevice device = devices.get(session.clientId());
        if (device == null) {
            session.close();
            return new HubDevice(session.clientId(), HubAccess.byKeys());
        }
        return device;
    }

    private static Optional<SasToken> token(ConnectInfo info) {
        return info.password().flatMap(SasToken::read);
    }
}
