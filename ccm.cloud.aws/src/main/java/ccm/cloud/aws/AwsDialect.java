package ccm.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.mqtt.MqttRemedies;
import ccm.api.mqtt.Refusal;
import ccm.parts.cloud.MqttDialect;
import ccm.parts.cloud.MqttFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** MQTT as AWS IoT Core takes it: its limits, and the topics that are its own. */
final class AwsDialect implements MqttDialect {
    static final String NAME = "aws";

    /** Of 100 that it takes; the rest is for answers, the shadow and jobs. */
    static final int MAX_INFLIGHT = 20;

    private static final double RATE = 50; // of 100 a second that it takes in all
    private static final int MAX_PAYLOAD = 128 * 1024;
    private static final int MAX_TOPIC = 256;
    private static final int MAX_SLASHES = 7;
    private static final int MAX_FILTERS = 50;
    private static final String BASIC_INGEST = "$aws/rules/";
    private static final Capabilities CAPABILITIES =
            new Capabilities(true, MAX_PAYLOAD, MAX_INFLIGHT, true, RATE);

    private final MqttRemedies remedies;
    private final boolean withJobs;
    private final AwsShadow shadow;
    private final AwsJobs jobs;
    private volatile ThingTopics topics = ThingTopics.of("", "");

    AwsDialect(MqttRemedies remedies, boolean withJobs, AwsShadow shadow, AwsJobs jobs) {
        this.remedies = remedies;
        this.withJobs = withJobs;
        this.shadow = shadow;
        this.jobs = jobs;
    }

    /** Whose topics they are from now on; called before a session is opened. */
    void present(ThingTopics next) {
        topics = next;
        shadow.present(next);
        jobs.present(next);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<MqttFilter> filters() {
        return topics.filters(withJobs);
    }

    @Override
    public Optional<String> refusal(CloudMessage message) {
        String topic = message.topic();
        if (topic.startsWith("$")) {
            if (message.retain()) {
                return Optional.of(
                        topic + ": AWS retains nothing on topics with $. leave retain out");
            }
            if (!topic.startsWith("$aws/")) {
                return Optional.of(
                        topic + ": AWS reserves topics that begin with $. begin with another sign");
            }
        }
        return limits(topic);
    }

    private static Optional<String> limits(String topic) {
        String counted = topic;
        if (topic.startsWith(BASIC_INGEST)) {
            int end = topic.indexOf('/', BASIC_INGEST.length());
            if (end <= BASIC_INGEST.length()) {
                return Optional.of(
                        topic + ": Basic Ingest needs a rule. write $aws/rules/RULE/TOPIC");
            }
            counted = topic.substring(end + 1); // the first three parts do not count
        }
        int bytes = counted.getBytes(UTF_8).length;
        if (bytes > MAX_TOPIC) {
            return Optional.of(
                    topic + ": has " + bytes + " bytes, AWS takes " + MAX_TOPIC + ". shorten it");
        }
        long slashes = counted.chars().filter(each -> each == '/').count();
        if (slashes > MAX_SLASHES) {
            return Optional.of(
                    topic
                            + ": has "
                            + slashes
                            + " slashes, AWS takes "
                            + MAX_SLASHES
                            + ". use fewer levels");
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> refusal(String filter) {
        if (own(filter)) {
            return Optional.of(
                    filter
                            + ": the gateway itself listens there. use Shadow.Get, Shadow.Report and"
                            + " Shadow.Delta");
        }
        if (filter.startsWith("$share/")) {
            int group = filter.indexOf('/', "$share/".length());
            return group < 0
                    ? Optional.of(filter + ": write $share/GROUP/FILTER")
                    : limits(filter.substring(group + 1));
        }
        if (filter.startsWith("$") && !filter.startsWith("$aws/")) {
            return Optional.of(
                    filter + ": AWS has nothing there. only $aws/ and $share/ begin with $");
        }
        return filter.startsWith(BASIC_INGEST)
                ? Optional.of(
                        filter + ": Basic Ingest goes one way. subscribe to what the rule does")
                : limits(filter);
    }

    @Override
    public Optional<String> refusal(String filter, Set<String> others) {
        int room = MAX_FILTERS - filters().size();
        if (!others.contains(filter) && others.size() >= room) {
            return Optional.of(
                    filter
                            + ": AWS takes "
                            + MAX_FILTERS
                            + " filters a connection, and "
                            + others.size()
                            + " of the host's "
                            + room
                            + " are in use. join some with + or #");
        }
        return refusal(filter);
    }

    private boolean own(String filter) {
        return filters().stream().anyMatch(own -> own.filter().equals(filter));
    }

    @Override
    public Optional<CompletionStage<Void>> own(CloudMessage message) {
        ThingTopics now = topics;
        if (below(now.shadow(), message) && shadow.accept(message)
                || withJobs && below(now.jobs(), message) && jobs.accept(message)) {
            return Optional.of(CompletableFuture.completedFuture(null));
        }
        return Optional.empty();
    }

    private static boolean below(String prefix, CloudMessage message) {
        return message.topic().startsWith(prefix)
                && message.topic().startsWith("/", prefix.length());
    }

    @Override
    public Optional<String> remedy(Refusal refusal) {
        return remedies.of(refusal);
    }

    @Override
    public void onState(CloudState state) {
        shadow.onReady(state.ready());
        if (withJobs) {
            jobs.connected(state.ready());
        }
    }
}
