package ccm.outbox;

import ccm.api.outbox.StoredRecord;
import java.util.concurrent.CompletableFuture;

/** A record in memory, and whom to tell when it is on disk. */
final class Entry {
    final StoredRecord record;
    final boolean now;
    final CompletableFuture<Long> stored = new CompletableFuture<>();
    private boolean withdrawn; // under the monitor of the queue's state

    Entry(StoredRecord record, boolean now) {
        this.record = record;
        this.now = now;
    }

    long sequence() {
        return record.sequence();
    }

    /** Bytes it takes on disk. */
    int size() {
        return RecordCodec.sizeOf(record.data().length);
    }

    /** The disk failed and its appender was told so: nobody sees the record any more. */
    boolean withdrawn() {
        return withdrawn;
    }

    void withdraw() {
        withdrawn = true;
    }
}
