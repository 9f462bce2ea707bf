package ccm.core.network;

import ccm.core.frame.Tally;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What happened on each kind of channel. Safe for use by many threads. */
final class Channels {
    private final Map<String, Tally<Event>> counts = new ConcurrentHashMap<>();

    /** One thing that can happen; {@code Channel.Status} shows it by its name in small letters. */
    enum Event {
        /** Frames that came. */
        FRAMES_IN,
        /** Calls that were answered, with a result or an error. */
        ANSWERED,
        /** Frames taken although their last brackets were missing. */
        FORGIVEN,
        /** Repeated requests that got the first answer again. */
        REPEATS,
        /** What is no frame, or has a wrong member. */
        INVALID,
        /** Frames above {@code rpc.max_frame_size}. */
        TOO_LARGE,
        /** Frames for another device. */
        OTHER_DST,
        /** Answers to calls that we never made. */
        ANSWERS_DROPPED,
        /** MQTT calls that do not say where the answer goes. */
        WITHOUT_SRC,
        /** Calls that were not begun because too many had not ended. */
        OVERFLOWS,
        /** Calls that the caller may not make, or not without a login, and had none. */
        REFUSED,
        /** Calls whose login was not taken. */
        BAD_LOGINS,
        /** Calls dropped because the list of access rules cannot be used. */
        WITHOUT_RULES,
        /** Notifications that could not be carried out. */
        BAD_NOTIFICATIONS
    }

    Tally<Event> of(String channel) {
        Tally<Event> known = counts.get(channel);
        return known != null
                ? known
                : counts.computeIfAbsent(channel, c -> new Tally<>(Event.class));
    }

    /** By the channel's type, in alphabetical order. */
    Map<String, Tally<Event>> all() {
        return new TreeMap<>(counts);
    }
}
