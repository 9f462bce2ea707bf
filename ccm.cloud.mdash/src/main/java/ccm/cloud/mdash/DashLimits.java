package ccm.cloud.mdash;

import ccm.parts.patience.Patience;
import java.time.Duration;

/**
 * How long things may take.
 *
 * @param dial until a WebSocket stands
 * @param answer until a call of ours is answered
 * @param ping between two pings
 * @param pong from a ping until something comes
 * @param heartbeat between two heartbeats
 * @param calm a connection that lasted so long begins the back-off anew
 * @param refused from the second refusal on, doubled
 */
record DashLimits(
        Duration dial,
        Duration answer,
        Duration ping,
        Duration pong,
        Duration heartbeat,
        Duration calm,
        Duration refused) {
    static final DashLimits USUAL =
            new DashLimits(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5));

    /** The same for a gateway that waits for answers more or less than usual. */
    DashLimits with(Patience patience) {
        return new DashLimits(
                patience.of(dial),
                patience.of(answer),
                patience.of(ping),
                patience.of(pong),
                heartbeat,
                calm,
                refused);
    }

    DashLimits answer(Duration time) {
        return new DashLimits(dial, time, ping, pong, heartbeat, calm, refused);
    }

    DashLimits pings(Duration every, Duration until) {
        return new DashLimits(dial, answer, every, until, heartbeat, calm, refused);
    }

    DashLimits refused(Duration time) {
        return new DashLimits(dial, answer, ping, pong, heartbeat, calm, time);
    }
}
