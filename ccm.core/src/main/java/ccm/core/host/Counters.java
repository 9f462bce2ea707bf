package ccm.core.host;

import ccm.core.frame.Tally;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What happened on one link. Safe for use by many threads. */
final class Counters {
    private final Tally<Counter> counts = new Tally<>(Counter.class);

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
        counts.add(counter);
    }

    long get(Counter counter) {
        return counts.get(counter);
    }

    /** Those that are not 0. */
    ObjectNode json() {
        return counts.json();
    }
}
