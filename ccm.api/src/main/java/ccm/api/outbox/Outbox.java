package ccm.api.outbox;

import org.osgi.annotation.versioning.ProviderType;

/** The store of durable queues. Safe for use by many threads. */
@ProviderType
public interface Outbox {
    /**
     * The queue of that name, made when it does not exist yet. The same object for the same name
     * until the bundle stops; after that every method of it throws {@link OutboxException}.
     *
     * @param name 1 to 40 characters of {@code a-z 0-9 . - _}
     * @throws OutboxException its files cannot be opened; the text names the folder and the cause
     */
    OutboxQueue queue(String name) throws OutboxException;

    /**
     * What {@code outbox.qos0} says of QoS 0 messages for a cloud that is away: true when they are
     * stored like others, false when they are dropped.
     */
    boolean storesQos0();
}
