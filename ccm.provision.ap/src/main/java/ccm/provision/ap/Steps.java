package ccm.provision.ap;

import ccm.parts.http.Step;
import java.time.Duration;

/** What a connection is at, and for how long it may be. */
final class Steps {
    /** Between two requests, or sending one. */
    static final Step SENDING = new Step(Duration.ofSeconds(5), false);

    /** Waiting for its answer, or taking it. */
    static final Step TAKING = new Step(Duration.ofSeconds(60), true);

    private Steps() {}
}
