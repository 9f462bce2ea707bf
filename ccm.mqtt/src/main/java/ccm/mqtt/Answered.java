package ccm.mqtt;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which topics a broker took in one connection: those are not what it hangs up for. The rest is
 * suspect.
 */
final class Answered {
    private static final int REMEMBERED = 64;

    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private volatile Receipt firstQos0; // null until one was written: nobody says it was taken
    private String last = ""; // touched by the connection's callbacks alone

    /** One was acknowledged, or written. */
    void finished(Receipt receipt) {
        if (receipt.qos == 0) {
            if (firstQos0 == null) {
                firstQos0 = receipt;
            }
        } else if (!receipt.topic.equals(last)) {
            last = receipt.topic;
            if (topics.size() < REMEMBERED) {
                topics.add(last);
            }
        }
    }

    /** The topics that were taken, as far as they are remembered. */
    Set<String> topics() {
        return Set.copyOf(topics);
    }

    /**
     * The topic that a broker may have hung up for.
     *
     * @param unfinished the oldest one that is not acknowledged
     * @param since a {@link System#nanoTime}; what was published before is not suspect
     */
    Optional<String> suspect(Optional<Receipt> unfinished, long since) {
        return unfinished
                .or(() -> Optional.ofNullable(firstQos0))
                .filter(receipt -> receipt.sentAt - since >= 0)
                .map(receipt -> receipt.topic)
                .filter(topic -> !topics.contains(topic) && topics.size() < REMEMBERED);
    }
}
