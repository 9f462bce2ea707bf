package ccm.api.outbox;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One durable queue, first in, first out. Safe for use by many threads; made for one writer and one
 * reader at a time.
 *
 * <p>Every record has a sequence number, 1 greater than the one before, never used twice.
 */
@ProviderType
public interface OutboxQueue {
    /**
     * Puts a record at the end. Returns without waiting for the disk; readers see the record at
     * once.
     *
     * @param record its bytes, at most {@link #maxRecord()}; not copied, so do not change them
     * @param when how soon it must be on disk
     * @return completes with the record's number when it is on disk, or exceptionally with an
     *     {@link OutboxException} when the disk failed; on the thread {@code ccm-outbox-…}: do
     *     nothing slow there
     * @throws OutboxException at once, nothing was taken: a limit is reached, or the store is
     *     closed or cannot write. The text names the limit and its value.
     */
    CompletionStage<Long> append(byte[] record, Durability when) throws OutboxException;

    /**
     * The next records after a number, oldest first, durable or not.
     *
     * @param after 0 to begin with the oldest one kept
     * @param max how many at most, at least 1
     * @return empty when there are none now
     */
    List<StoredRecord> read(long after, int max) throws OutboxException;

    /**
     * Removes every record up to and including a number. That it is gone becomes durable with a
     * later write, within seconds: after a crash some acknowledged records may come again.
     */
    void acknowledge(long upTo) throws OutboxException;

    /**
     * Runs when a record was appended to a queue of which {@link #read} last returned nothing, and
     * after the store dropped records. Runs on the appending thread: only wake your own thread.
     * There is one listener; a new one replaces it.
     */
    void onAppend(Runnable listener);

    /** What the queue holds now. */
    QueueStatus status();

    /** Bytes of the largest record taken. */
    int maxRecord();

    /** How soon a record must be on disk. */
    enum Durability {
        /** At once: somebody waits for it. Records that come together share one write. */
        NOW,
        /** Within 50 ms; a record acknowledged earlier need not be written at all. */
        SOON
    }
}
