package ccm.cloud;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.host.Host;
import ccm.api.host.HostListener;
import ccm.api.host.HostState;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.QueueStatus;
import ccm.api.outbox.StoredRecord;
import ccm.cloud.WaitingRoom.Waiting;
import ccm.parts.threads.NamedThreads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
 * Messages from the clouds on their way to the host, in order: told at once, or kept on disk while
 * the host is away. A message counts as safe when it was written to the line or is on disk.
 *
 * <p>Invariant: what is new passes only when nothing older is kept.
 */
@Component(
        service = {Inbox.class, HostListener.class},
        immediate = true,
        configurationPid = "ccm.host.inbox",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Inbox.Config.class)
public final class Inbox implements HostListener {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long STORE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long JOIN_MILLIS = 3_000;

    /** What is kept for a host that is away. */
    @ObjectClassDefinition(
            name = "CCM host inbox",
            description = "Messages that clouds sent while the host was away or rebooting.")
    @interface Config {
        @AttributeDefinition(
                name = "Bytes",
                description = "How many bytes are kept; beyond that the oldest are dropped.",
                min = "1024",
                max = "1073741824")
        int max__bytes() default 1 << 20;

        @AttributeDefinition(
                name = "Count",
                description = "How many messages are kept; beyond that the oldest are dropped.",
                min = "1",
                max = "1000000")
        int max__count() default 1000;
    }

    private final Doorbell bell = new Doorbell();
    private final HostLine line = new HostLine();
    private final WaitingRoom waiting = new WaitingRoom();
    private final LongAdder told = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Repeated trouble = new Repeated(LOG);
    private final Store store;
    private final InboxQueue kept;
    private final Thread thread;
    private volatile Config config;
    private volatile Runnable unwatch = () -> {};
    private volatile boolean closed;
    private volatile long closedAt;

    @Activate
    public Inbox(@Reference Store store, Config config) {
        this.store = store;
        this.kept = new InboxQueue(store);
        this.config = config;
        this.thread = new NamedThreads("ccm-cloud-inbox").newThread(this::run);
    }

    @Activate
    void open() {
        thread.start();
        unwatch = store.watch(bell::ring);
    }

    /** Not a new instance: what waits here in memory would have to be sent again by the clouds. */
    @Modified
    void limits(Config changed) {
        config = changed;
    }

    @Deactivate
    void close() {
        unwatch.run();
        closedAt = System.nanoTime();
        closed = true;
        bell.ring();
        try {
            thread.join(JOIN_MILLIS); // never interrupted: that would close the store
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.failAll("host inbox: the cloud engine is being swapped");
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHost(Host arrived) {
        line.is(arrived);
        bell.ring();
    }

    void unbindHost(Host gone) {
        line.isNot(gone);
        bell.ring();
    }

    @Override
    public void onHost(HostState state) {
        line.retryNow();
        bell.ring();
    }

    void hostSpoke() {
        if (line.spoke()) {
            bell.ring();
        }
    }

    /** Takes one message; completes when it was written to the host's line or is on disk. */
    CompletionStage<Void> accept(CloudMessage message) {
        Waiting next = new Waiting(message);
        if (closed || !waiting.enter(next)) {
            refused.increment();
            next.finish(
                    new CloudException(
                            "host inbox: not taken, "
                                    + waiting.count()
                                    + " messages wait in memory already or it is being swapped",
                            false));
            return next.safe();
        }
        bell.ring();
        if (closed && !thread.isAlive() && waiting.leave(next)) { // came while we closed
            next.finish(new CloudException("host inbox: closed", false));
        }
        return next.safe();
    }

    Figures figures() {
        return new Figures(
                kept.status(),
                waiting.count(),
                told.sum(),
                kept.dropped() + line.droppedTooLarge(),
                refused.sum());
    }

    private void run() {
        while (!closed || mayFinish()) {
            long pause;
            try {
                pause = turn();
            } catch (OutboxException e) {
                kept.detach();
                trouble.warn("host inbox: the store failed. " + e.getMessage() + ".");
                pause = RETRY_NANOS;
            } catch (RuntimeException e) {
                LOG.error("host inbox: stumbled and goes on", e);
                pause = RETRY_NANOS;
            }
            if (pause > 0) {
                bell.await(pause);
            }
        }
    }

    /** Once closed: what waits in memory goes to the disk, within two seconds. */
    private boolean mayFinish() {
        return !waiting.isEmpty() && System.nanoTime() - closedAt < FAREWELL_NANOS;
    }

    /** One round of work; returns how long there is nothing to do unless the bell rings. */
    private long turn() throws OutboxException {
        boolean stored = kept.attach();
        boolean listens = line.listens() && !closed;
        boolean more = stored && listens && !kept.isEmpty() && !tellKept();
        if (stored && !kept.isEmpty()) {
            keepAll();
        }
        Waiting next = waiting.first();
        if (more) {
            return 0;
        }
        if (next == null) {
            return kept.isEmpty() ? IDLE_NANOS : RETRY_NANOS;
        }
        if (listens && kept.isEmpty() && line.tell(next.message())) {
            told.increment();
            waiting.leave(next);
            next.finish(null);
            return 0;
        }
        return stored ? keep(next) : expire(next);
    }

    /** Tells a batch of what is kept, oldest first; true when no more can be told now. */
    private boolean tellKept() throws OutboxException {
        for (StoredRecord record : kept.oldest()) {
            Optional<CloudMessage> message = kept.message(record);
            if (message.isPresent() && !line.tell(message.get())) {
                return true;
            }
            message.ifPresent(any -> told.increment());
            kept.remove(record);
        }
        return kept.isEmpty();
    }

    /** Older ones are kept, so what waits in memory goes behind them. */
    private void keepAll() throws OutboxException {
        for (Waiting next = waiting.first(); next != null; next = waiting.first()) {
            if (keep(next) > 0) {
                return;
            }
        }
    }

    private long keep(Waiting next) throws OutboxException {
        Config limits = config;
        CompletionStage<Long> durable;
        try {
            durable = kept.append(next.message(), limits.max__count(), limits.max__bytes());
            trouble.over();
        } catch (OutboxException e) {
            if (e.kind() == OutboxException.Kind.CLOSED) {
                kept.detach();
                return expire(next);
            }
            durable = CompletableFuture.failedStage(e);
            trouble.warn("host inbox: message not kept. " + e.getMessage() + ".");
        }
        waiting.leave(next);
        durable.whenComplete((sequence, failure) -> next.finish(failure));
        return 0;
    }

    /** The store is away, so it waits here; the cloud learns in time that it is not safe. */
    private long expire(Waiting next) {
        if (next.waitedNanos() < STORE_NANOS) {
            return RETRY_NANOS;
        }
        waiting.leave(next);
        refused.increment();
        next.finish(new CloudException("host inbox: the store is away", false));
        return 0;
    }

    /**
     * What became of the messages since the engine started.
     *
     * @param stored what is kept on disk; empty while the outbox is away
     * @param waiting how many wait in memory
     * @param told how many the host was told
     * @param dropped how many were dropped: the oldest of a full inbox, and those too large
     * @param refused how many were handed back to their cloud
     */
    record Figures(
            Optional<QueueStatus> stored, int waiting, long told, long dropped, long refused) {}
}
