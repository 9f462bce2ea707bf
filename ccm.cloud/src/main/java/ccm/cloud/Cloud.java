package ccm.cloud;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.OutboxQueue.Durability;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One cloud by its name: its queue, and its sender while the connector is here. */
final class Cloud {
    /** For so long a connector that left is being swapped; after that its cloud is disabled. */
    static final long SWAP_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Logger LOG = LoggerFactory.getLogger(Cloud.class);

    private final CloudQueue queue;
    private final DeadLetters dead;
    private final Tally tally = new Tally();
    private final LongSupplier nanoTime;
    private volatile CloudSender sender; // null while the connector is away
    private volatile Capabilities capabilities;
    private volatile long leftAt;

    Cloud(String name, Store store, CloudConnector first, LongSupplier nanoTime) {
        this.queue = new CloudQueue(name, store);
        this.dead = new DeadLetters(name, store);
        this.capabilities = first.capabilities();
        this.nanoTime = nanoTime;
    }

    String name() {
        return queue.name();
    }

    /** What it would not take. */
    DeadLetters dead() {
        return dead;
    }

    Tally tally() {
        return tally;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    Optional<CloudConnector> connector() {
        return Optional.ofNullable(sender).map(CloudSender::connector);
    }

    Optional<OutboxQueue> queue() {
        return queue.current();
    }

    /** True while its connector is here, or is being swapped. */
    boolean enabled() {
        return sender != null || nanoTime.getAsLong() - leftAt < SWAP_NANOS;
    }

    /** Why this cloud cannot carry a message; empty when it can. */
    Optional<String> refusal(CloudMessage message) {
        Capabilities can = capabilities;
        int size = message.payload().length;
        if (size > can.maxPayload()) {
            return Optional.of(
                    "message has " + size + " bytes, " + name() + " takes " + can.maxPayload());
        }
        if (message.retain() && !can.retain()) {
            return Optional.of(
                    "retain is true, but " + name() + " keeps no messages. Leave it out");
        }
        int largest = queue.current().map(OutboxQueue::maxRecord).orElse(Integer.MAX_VALUE);
        int record = StoredMessage.HEADER + message.topic().length() + size;
        if (message.qos() > 0 && record > largest) {
            return Optional.of(
                    "message and topic have " + record + " bytes, the store takes " + largest);
        }
        return connector().flatMap(here -> refusal(here, message));
    }

    /** Why nothing can ever come from this cloud for a filter; empty while that is not known. */
    Optional<String> refusal(String filter) {
        return connector().flatMap(here -> refusal(here, filter));
    }

    static Optional<String> refusal(CloudConnector connector, String filter) {
        try {
            return connector.refusal(filter);
        } catch (RuntimeException e) { // a foreign plugin
            LOG.error("{}: cannot say whether it takes {}", connector.name(), filter, e);
            return Optional.empty();
        }
    }

    private static Optional<String> refusal(CloudConnector connector, CloudMessage message) {
        try {
            return connector.refusal(message);
        } catch (RuntimeException e) { // a foreign plugin
            LOG.error("{}: cannot say whether it takes {}", connector.name(), message.topic(), e);
            return Optional.empty();
        }
    }

    CompletionStage<Long> keep(byte[] record, Durability when) throws OutboxException {
        return queue.append(record, when);
    }

    /**
     * QoS 0: sends at most once, or drops and counts.
     *
     * @param patient true to hold the caller back for a moment when the cloud is slow
     */
    void sendOnce(CloudMessage message, boolean patient) {
        CloudSender current = sender;
        if ((current == null || !current.sendOnce(message, patient)) && !queue.storeQos0(message)) {
            tally.droppedQos0.increment();
        }
    }

    /** The connector is here; a former one of that name has no say any more. */
    synchronized void arrived(CloudConnector connector) {
        stopSender();
        capabilities = connector.capabilities();
        queue.refresh();
        CloudSender next = new CloudSender(connector, queue, dead, tally);
        sender = next; // before it looks at the state: whatever changes then wakes it
        next.start();
    }

    synchronized void left(CloudConnector connector) {
        if (isOf(connector)) {
            leftAt = nanoTime.getAsLong();
            stopSender();
        }
    }

    void stateChanged(CloudConnector connector, CloudState state) {
        CloudSender current = sender;
        if (current != null && current.connector() == connector) {
            current.stateChanged(state);
        }
    }

    /** The outbox came or went. */
    void storeChanged() {
        queue.refresh();
        CloudSender current = sender;
        if (current != null) {
            current.wake();
        }
    }

    synchronized void close() {
        stopSender();
    }

    private boolean isOf(CloudConnector connector) {
        return sender != null && sender.connector() == connector;
    }

    private void stopSender() {
        CloudSender last = sender;
        sender = null;
        if (last != null) {
            last.close();
        }
    }
}
