package ccm.sim.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.cloud.server.Brain;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.ConnectInfo;
import ccm.sim.cloud.server.Filter;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The message broker of AWS IoT Core: who comes in, what is let through, and who answers. */
final class AwsBrain implements Brain {
    /** The door with ALPN. */
    static final String ALPN_DOOR = "alpn";

    private static final int REFUSED = 7; // a code of its own
    private static final int MAX_PAYLOAD = 128 * 1024;
    private static final int MAX_TOPIC = 256;
    private static final int MAX_SLASHES = 7;
    private static final int MAX_FILTERS = 8;
    private static final int MAX_SUBSCRIPTIONS = 50;
    private static final int MAX_ID = 128;
    private static final String BASIC_INGEST = "$aws/rules/";
    private static final Pattern SHADOW =
            Pattern.compile("(\\$aws/things/[^/]+/shadow(?:/name/[^/]+)?)/(get|update|delete)");
    private static final Pattern JOBS = Pattern.compile("\\$aws/things/([^/]+)/jobs/(.+)");

    private final Registry registry;
    private final ShadowService shadows;
    private final JobsService jobs;
    private final ProvisioningService provisioning;
    private final Map<String, Message> retained = new LinkedHashMap<>();
    private Optional<Authorizer> authorizer = Optional.empty();
    private CloudServer server; // set before anybody comes

    AwsBrain(
            Registry registry,
            ShadowService shadows,
            JobsService jobs,
            ProvisioningService provisioning) {
        this.registry = registry;
        this.shadows = shadows;
        this.jobs = jobs;
        this.provisioning = provisioning;
    }

    void serve(CloudServer which) {
        server = which;
    }

    void authorizer(Authorizer by) {
        authorizer = Optional.of(by);
    }

    @Override
    public int connect(ConnectInfo info) {
        String id = info.clientId();
        if (info.peer().sni().isEmpty()) {
            return refuse(info, SILENCE, "no SNI in the TLS handshake");
        }
        boolean certified = info.peer().certificate().isPresent();
        String protocol = info.peer().alpn().orElse("");
        if (info.peer().door().equals(ALPN_DOOR)
                && !protocol.equals(certified ? "x-amzn-mqtt-ca" : "mqtt")) {
            return refuse(info, SILENCE, "ALPN is \"" + protocol + "\"");
        }
        if (id.isEmpty() || id.getBytes(UTF_8).length > MAX_ID || id.startsWith("$")) {
            return refuse(info, BAD_CLIENT_ID, "client id");
        }
        if (!certified) {
            boolean admitted =
                    info.peer().door().equals(ALPN_DOOR)
                            && authorizer.filter(by -> by.admits(info.user())).isPresent();
            return admitted ? ACCEPTED : refuse(info, REFUSED, "no certificate, no authorization");
        }
        return allows(info, "iot:Connect", "client/" + id)
                ? ACCEPTED
                : refuse(info, REFUSED, "iot:Connect client/" + id);
    }

    private int refuse(ConnectInfo info, int code, String why) {
        server.journal().add("policy", info.clientId(), why, "");
        return code;
    }

    @Override
    public Verdict publish(Session session, Message message) {
        Optional<String> fault = fault(session, message);
        if (fault.isPresent()) {
            note(session, fault.get() + " " + message.topic());
            return Verdict.DROP;
        }
        take(session, message);
        return Verdict.ACCEPT;
    }

    private Optional<String> fault(Session session, Message message) {
        String topic = message.topic();
        if (message.qos() > 1) {
            return Optional.of("QoS 2");
        }
        if (message.payload().length > MAX_PAYLOAD) {
            return Optional.of("payload of " + message.payload().length);
        }
        if (message.retain() && topic.startsWith("$")) {
            return Optional.of("retained");
        }
        if (beyond(topic) || topic.startsWith("$") && !topic.startsWith("$aws/")) {
            return Optional.of("topic");
        }
        return allows(session.info(), "iot:Publish", "topic/" + topic)
                ? Optional.empty()
                : Optional.of("iot:Publish");
    }

    private static boolean beyond(String topic) {
        String counted = topic;
        if (topic.startsWith(BASIC_INGEST)) {
            int end = topic.indexOf('/', BASIC_INGEST.length());
            if (end <= BASIC_INGEST.length()) {
                return true;
            }
            counted = topic.substring(end + 1);
        }
        return counted.getBytes(UTF_8).length > MAX_TOPIC
                || counted.chars().filter(each -> each == '/').count() > MAX_SLASHES;
    }

    private void take(Session session, Message message) {
        String topic = message.topic();
        if (message.retain()) {
            if (message.payload().length == 0) {
                retained.remove(topic);
            } else {
                retained.put(topic, message);
            }
        }
        if (topic.startsWith(BASIC_INGEST)) {
            return; // for a rule alone
        }
        route(new Message(topic, message.payload(), message.qos(), false));
        Matcher shadow = SHADOW.matcher(topic);
        Matcher job = JOBS.matcher(topic);
        if (shadow.matches()) {
            send(session, shadows.ask(shadow.group(1), shadow.group(2), message.payload()));
        } else if (job.matches()) {
            jobs.ask(job.group(1), job.group(2), message.payload())
                    .ifPresent(all -> send(session, all));
        } else {
            provisioning
                    .ask(topic, message.payload())
                    .ifPresent(out -> send(session, List.of(out)));
        }
    }

    private void send(Session asker, List<Out> all) {
        for (Out each : all) {
            Message message = new Message(each.topic(), Tree.bytes(each.body()), 1, false);
            if (each.asker()) {
                asker.send(message); // whatever it has subscribed to
            } else {
                route(message);
            }
        }
    }

    /** Publishes what a service says by itself. */
    void send(List<Out> all) {
        all.forEach(each -> route(new Message(each.topic(), Tree.bytes(each.body()), 1, false)));
    }

    private void route(Message message) {
        for (Session session : server.sessions()) {
            if (session.granted(message.topic()).isPresent()
                    && allows(session.info(), "iot:Receive", "topic/" + message.topic())) {
                session.deliver(message);
            }
        }
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        int more =
                (int)
                        filters.stream()
                                .filter(each -> !session.subscriptions().containsKey(each.filter()))
                                .count();
        if (filters.size() > MAX_FILTERS
                || session.subscriptions().size() + more > MAX_SUBSCRIPTIONS) {
            note(session, "too many filters");
            return Optional.empty();
        }
        for (Filter each : filters) {
            if (beyond(each.filter())
                    || !allows(session.info(), "iot:Subscribe", "topicfilter/" + each.filter())) {
                note(session, "iot:Subscribe " + each.filter());
                return Optional.empty();
            }
        }
        return Optional.of(filters.stream().map(each -> Math.min(1, each.qos())).toList());
    }

    /** Only to who asks for exactly that topic. */
    @Override
    public void subscribed(Session session, List<Filter> filters) {
        filters.stream()
                .map(each -> retained.get(each.filter()))
                .filter(found -> found != null)
                .forEach(session::deliver);
    }

    private boolean allows(ConnectInfo info, String action, String resource) {
        return info.peer()
                .certificate()
                .map(
                        certificate ->
                                registry.allows(
                                        Registry.id(certificate),
                                        info.clientId(),
                                        action,
                                        resource))
                .orElse(true); // what an authorizer let in may do everything here
    }

    private void note(Session session, String why) {
        server.journal().add("policy", session.clientId(), why, "");
    }
}
