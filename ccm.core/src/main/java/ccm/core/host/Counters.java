package ccm.core.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/** What happened on one link. Safe for use by many threads. */
final class Counters {
    private final AtomicLongArray counts = new AtomicLongArray(Counter.values().length);

    /** One thing that can happen; {@code Link.Status} shows it by its name in small letters. */
    enum Counter {
        /** Frames taken. */
        FRAMES_IN,
        /** Frames sent. */
        FRAMES_OUT,
        /** Frames taken although their last brackets were missing. */
        FORGIVEN,
        /** Repeated requests that got the first answer again. */
        REPEATS,
        /** Lines that are not JSON. */
        NOT_JSON,
        /** Lines that are not UTF-8. */
        NOT_UTF8,
        /** Lines that the link itself could not take: too long, or damaged. */
        GARBAGE,
        /** Frames whose checksum did not match. */
        CRC_MISMATCHES,
        /** Arrays of frames. */
        BATCHES,
        /** Frames that have a method or an id and are no call all the same. */
        INVALID,
        /** JSON that says nothing. */
        UNCLASSIFIED,
        /** Errors without an id: the peer did not understand a frame of ours. */
        ERROR_ECHOES,
        /** Answers that nobody waits for any more. */
        LATE_ANSWERS,
        /** Notifications that could not be carried out. */
        BAD_NOTIFICATIONS,
        /** Frames that the host could never take. */
        TOO_LARGE,
        /** Error frames not sent because there were too many of them. */
        ERRORS_HELD_BACK,
        /** Frames that the link did not send. */
        NOT_SENT
    }

    void add(Counter counter) {
        counts.incrementAndGet(counter.ordinal());
    }

    long get(Counter counter) {
        return counts.get(counter.ordinal());
    }

    /** Those that are not 0. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Counter counter : Counter.values()) {
            if (get(counter) > 0) {
                json.put(counter.name().toLowerCase(Locale.ROOT), get(counter));
            }
        }
        return json;
    }
}
