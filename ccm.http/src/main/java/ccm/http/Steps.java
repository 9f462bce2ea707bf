package ccm.http;

import ccm.parts.http.Step;
import java.time.Duration;

/** What a connection is at, and for how long it may be. */
final class Steps {
    /** Between two requests, or sending the header of one. */
    static final Step WAITING = new Step(Duration.ofSeconds(15), false);

    /** Sending the body of a request. */
    static final Step SENDING = new Step(Duration.ofSeconds(15), true);

    /** Waiting for its answer, or taking it. */
    static final Step TAKING = new Step(Duration.ofSeconds(180), true);

    /** Waiting for the end of an update. */
    static final Step UPDATING = new Step(Duration.ofSeconds(3_700), true);

    private Steps() {}
}
