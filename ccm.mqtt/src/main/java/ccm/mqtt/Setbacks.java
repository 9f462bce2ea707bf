package ccm.mqtt;

import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttRemedies;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.retry.Backoff;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session makes of its failures: where it tries next, and when. For one thread. */
final class Setbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);

    private final String name;
    private final List<MqttEndpoint> endpoints;
    private final MqttRemedies remedies;
    private final Backoff backoff;
    private final FailureLog failures;
    private final Drops drops = new Drops();
    private int endpoint;
    private long nextAt = System.nanoTime();
    private Fault fault = Fault.NONE; // why there is no connection
    private boolean calm = true;

    Setbacks(MqttSettings settings) {
        name = settings.name();
        endpoints = settings.endpoints();
        remedies = settings.remedies();
        backoff =
                new Backoff(
                        settings.reconnectMin(),
                        settings.reconnectMax(),
                        settings.refusedWait(),
                        () -> ThreadLocalRandom.current().nextDouble());
        failures = new FailureLog(name);
    }

    /** Where to try. */
    MqttEndpoint endpoint() {
        return endpoints.get(endpoint);
    }

    /** When, a {@link System#nanoTime}. */
    long nextAt() {
        return nextAt;
    }

    /** What the last attempt failed for. */
    Fault fault() {
        return fault;
    }

    /**
     * An attempt failed, or its connection is lost.
     *
     * @param ended that one
     * @param asked what it was asked a moment ago, and has not answered
     * @return the best word for it
     */
    Failure failed(Failure problem, Optional<Attempt> ended, Optional<String> asked) {
        long now = System.nanoTime();
        Failure judged =
                ended.map(attempt -> drops.judge(problem, attempt, asked, now)).orElse(problem);
        Failure why = ClockDoubts.doubted(judged.remedied(remedies), Instant.now());
        fault = why.fault();
        failures.failed(why.getMessage());
        if (backoff.failed(fault) && endpoints.size() > 1) {
            endpoint = (endpoint + 1) % endpoints.size();
            backoff.restart();
            LOG.info("{}: {} comes next", name, endpoint().address());
        }
        nextAt = now + backoff.nanos(fault);
        return why;
    }

    /** The next attempt is due in so long at the latest, whatever failed. */
    void tryIn(long nanos) {
        nextAt = System.nanoTime() + nanos;
    }

    /** The broker let us in. */
    void accepted() {
        fault = Fault.NONE;
        calm = false;
        backoff.accepted();
    }

    /** The connection has lasted: what fails from now on is news. */
    void calm() {
        if (!calm) {
            calm = true;
            backoff.reset();
            drops.forget();
            failures.forget();
        }
    }
}
