package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudMessage;
import ccm.api.device.Device;
import ccm.api.link.FrameExchange;
import ccm.parts.threads.NamedThreads;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that come through the clouds: asks every cloud for the topics of this device, keeps their
 * messages from the host, and has its thread carry them out.
 */
@Component(
        service = MqttRpc.class,
        immediate = true,
        configurationPid = "ccm.rpc.mqtt",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MqttRpc.Config.class)
public final class MqttRpc {
    private static final Logger LOG = LoggerFactory.getLogger(MqttRpc.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long JOIN_MILLIS = 2_000;

    /** The settings {@code rpc.mqtt.*}. */
    @ObjectClassDefinition(
            name = "CCM calls over MQTT",
            description = "Calls that come through the clouds that take every topic.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Take calls from the clouds.")
        boolean enable() default true;

        @AttributeDefinition(
                name = "Topic of answers",
                description = "%.*s stands for the src of the caller.")
        String pub__topic() default "%.*s/rpc";

        @AttributeDefinition(
                name = "Topic of calls",
                description = "%.*s stands for the id of this device.")
        String sub__topic() default "%.*s/rpc";

        @AttributeDefinition(
                name = "Method in the topic",
                description = "Also take calls whose topic goes on with / and the method.")
        boolean sub__wc() default true;

        @AttributeDefinition(
                name = "QoS",
                description = "Of the subscriptions and of the answers.",
                min = "0",
                max = "1")
        int qos() default 1;
    }

    private final Clouds clouds;
    private final Doorbell bell = new Doorbell();
    private final RpcCalls calls = new RpcCalls(bell);
    private final RpcFilters filters; // touched by the thread alone
    private final Thread thread;
    private volatile FrameExchange exchange; // null only while ccm.core is being swapped
    private volatile RpcTopics topics = RpcTopics.none();
    private volatile Config config;
    private volatile Runnable unwatch = () -> {};
    private volatile boolean closed;
    private String id = ""; // guarded by this

    @Activate
    public MqttRpc(@Reference Clouds clouds, Config config) {
        this.clouds = clouds;
        this.config = config;
        this.filters = new RpcFilters(clouds);
        this.thread = new NamedThreads("ccm-cloud-rpc").newThread(this::run);
    }

    @Activate
    void open() {
        thread.start();
        unwatch = clouds.watch(connector -> bell.ring());
    }

    /** Not a new instance: every message of every cloud would have to wait for it. */
    @Modified
    void settings(Config changed) {
        config = changed;
        retopic();
    }

    @Deactivate
    void close() {
        unwatch.run();
        closed = true;
        bell.ring();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExchange(FrameExchange arrived) {
        exchange = arrived;
        bell.ring();
    }

    void unbindExchange(FrameExchange gone) {
        if (exchange == gone) { // otherwise its successor is here already
            exchange = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDevice(Device device) {
        synchronized (this) {
            id = device.id();
        }
        retopic();
    }

    void unbindDevice(Device device) {
        // we are who we were until another one comes
    }

    /** True when a message is a call, and none of the host's business. */
    boolean takes(CloudConnector from, CloudMessage message) {
        return from.capabilities().anyTopic() && topics.take(message.topic());
    }

    /** True for a filter that this gateway asks for by itself. */
    boolean owns(String filter) {
        return topics.filters().contains(filter);
    }

    /** Takes one call; completes when the cloud need not send it again. */
    CompletionStage<Void> accept(CloudConnector from, CloudMessage message) {
        return calls.accept(from, message);
    }

    RpcCalls.Figures figures() {
        return calls.figures(topics.filters());
    }

    private synchronized void retopic() {
        Config now = config;
        topics = now.enable() && !id.isEmpty() ? topics(now, id) : RpcTopics.none();
        bell.ring();
    }

    private static RpcTopics topics(Config config, String id) {
        Optional<RpcTopics> topics =
                RpcTopics.of(config.sub__topic(), config.sub__wc(), config.pub__topic(), id);
        if (topics.isEmpty()) {
            LOG.warn(
                    "calls over MQTT: off, rpc.mqtt.sub_topic \"{}\" with device.id \"{}\" must make"
                            + " a topic of {}",
                    config.sub__topic(),
                    id,
                    Topics.NAME_RULE);
        }
        return topics.orElse(RpcTopics.none());
    }

    private void run() {
        while (!closed) {
            long pause;
            try {
                filters.ask(clouds.connectors(), topics, config.qos());
                pause = calls.turn(exchange, topics, config.qos());
            } catch (RuntimeException e) { // a foreign plugin
                LOG.error("calls over MQTT: stumbled and goes on", e);
                pause = IDLE_NANOS;
            }
            if (pause > 0) {
                bell.await(pause);
            }
        }
    }
}
