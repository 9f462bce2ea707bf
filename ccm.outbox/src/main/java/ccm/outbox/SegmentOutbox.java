package ccm.outbox;

import ccm.api.outbox.Outbox;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxException.Kind;
import ccm.api.outbox.OutboxQueue;
import ccm.parts.threads.NamedThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store: one folder of segment files for each queue. */
@Component(
        service = {Outbox.class, SegmentOutbox.class},
        configurationPid = "ccm.outbox",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SegmentOutbox.Config.class)
public final class SegmentOutbox implements Outbox {
    /** What an operator can set. */
    @ObjectClassDefinition(
            name = "CCM outbox",
            description = "What each queue between the host and a cloud may hold on disk.")
    @interface Config {
        @AttributeDefinition(
                name = "Bytes",
                description = "Bytes that the records of one queue may take on disk.",
                min = "65536")
        long max__bytes() default 64L << 20;

        @AttributeDefinition(
                name = "Records",
                description = "How many records one queue may hold.",
                min = "1")
        long max__count() default 1_000_000;

        @AttributeDefinition(
                name = "Age",
                description =
                        "Seconds after which a record is dropped unsent; 0 keeps it for ever.",
                min = "0")
        long max__age__s() default 604_800;

        @AttributeDefinition(
                name = "When full",
                description = "Whether a full queue refuses the new record or drops its oldest.",
                options = {
                    @Option(label = "Refuse the new record", value = "reject"),
                    @Option(label = "Drop the oldest records", value = DROP_OLDEST)
                })
        String full__policy() default "reject";

        @AttributeDefinition(
                name = "Record",
                description = "Bytes of the largest record taken.",
                min = "256",
                max = "16777216")
        int max__record() default 262_144;

        @AttributeDefinition(
                name = "QoS 0",
                description = "What becomes of a QoS 0 message while its cloud is away.",
                options = {
                    @Option(label = "Drop it", value = "drop"),
                    @Option(label = "Store it", value = STORE)
                })
        String qos0() default "drop";
    }

    private static final Logger LOG = LoggerFactory.getLogger(SegmentOutbox.class);
    private static final String DROP_OLDEST = "drop-oldest";
    private static final String STORE = "store";
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,40}");

    private static final Set<String> DOTS = Set.of(".", ".."); // they are folders already

    private final Path folder;
    private final QueueLimits limits;
    private final boolean storesQos0;
    private final ThreadFactory threads = new NamedThreads("ccm-outbox-commit");
    private final Map<String, LogQueue> queues = new TreeMap<>(); // under its own monitor
    private boolean closed; // under the monitor of queues

    @Activate
    public SegmentOutbox(BundleContext framework, Config config) {
        this(Path.of(data(framework)), config);
    }

    SegmentOutbox(Path data, Config config) {
        this.folder = data.resolve("outbox");
        this.limits =
                new QueueLimits(
                        config.max__bytes(),
                        config.max__count(),
                        Math.multiplyExact(config.max__age__s(), 1000),
                        config.max__record(),
                        config.full__policy().equals(DROP_OLDEST));
        this.storesQos0 = config.qos0().equals(STORE);
    }

    private static String data(BundleContext framework) {
        String data = framework.getProperty("ccm.data");
        if (data == null) {
            throw new IllegalStateException(
                    "ccm.data: not set. Start the framework with the path of the data folder");
        }
        return data;
    }

    @Override
    public OutboxQueue queue(String name) throws OutboxException {
        if (!NAME.matcher(name).matches() || DOTS.contains(name)) {
            throw new IllegalArgumentException(
                    "outbox: \""
                            + name
                            + "\" is no name of a queue, must be 1 to 40 of a-z 0-9 . -"
                            + " _ and more than dots");
        }
        synchronized (queues) {
            if (closed) {
                throw new OutboxException(
                        Kind.CLOSED, "outbox: closed, its bundle is being swapped. Try again");
            }
            LogQueue queue = queues.get(name);
            if (queue == null) {
                queue = open(name);
                queues.put(name, queue);
            }
            return queue;
        }
    }

    private LogQueue open(String name) throws OutboxException {
        QueueSettings settings =
                new QueueSettings(
                        name,
                        limits,
                        QueueSettings.segmentBytes(limits.maxBytes()),
                        System::currentTimeMillis,
                        () -> ThreadLocalRandom.current().nextInt(),
                        threads);
        LogQueue queue = LogQueue.open(settings, new FolderDisk(folder.resolve(name)));
        queue.start();
        return queue;
    }

    @Override
    public boolean storesQos0() {
        return storesQos0;
    }

    QueueLimits limits() {
        return limits;
    }

    /** The queues opened so far, by name. */
    List<LogQueue> queues() {
        synchronized (queues) {
            return List.copyOf(queues.values());
        }
    }

    @Deactivate
    void close() {
        synchronized (queues) {
            closed = true;
        }
        List<LogQueue> open = queues();
        open.forEach(LogQueue::refuse);
        for (LogQueue queue : open) {
            if (!queue.close()) {
                LOG.error(
                        "outbox {}: the disk did not take the last records in time. Is it in order?",
                        queue.name());
            }
        }
    }
}
