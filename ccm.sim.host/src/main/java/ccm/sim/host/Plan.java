package ccm.sim.host;

import java.time.Duration;

/**
 * What a host publishes by itself.
 *
 * @param topic empty for nothing
 * @param qos 0 or 1
 * @param style how a message is sent
 * @param every the pause between two
 * @param window how many may wait for their answers
 * @param count after how many it ends; 0 for never
 * @param patience when an answer is overdue and the call is sent again
 */
public record Plan(
        String topic,
        int qos,
        Style style,
        Duration every,
        int window,
        long count,
        Duration patience) {
    /** How a message is sent. */
    public enum Style {
        /** A notification: no answer, sent once. */
        NOTIFICATION,
        /** A call, sent again until it is answered. */
        CALL,
        /** A call with an idempotence key. */
        IDEM,
        /** As the shipped test firmware: an object as message, and reports that lack a brace. */
        SLOPPY
    }
}
