package ccm.api.outbox;

import java.util.Objects;

/**
 * A record in its queue.
 *
 * @param sequence its number, counted from 1
 * @param createdMillis when it was appended, milliseconds since the epoch
 * @param data its bytes; shared, so do not change them
 */
public record StoredRecord(long sequence, long createdMillis, byte[] data) {
    public StoredRecord {
        Objects.requireNonNull(data, "data");
    }
}
