package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import java.time.Duration;
import java.util.Optional;

/** Why there is no connection, for people: {@code cause. remedy}. */
final class DashFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Fault fault;
    private final Kind kind;
    private final long waitNanos;

    /** How a connection ended. */
    enum Kind {
        /** It never stood, or we ended it. */
        OURS,
        /** The server ended one that stood, without a word. */
        DROPPED,
        /** The server ended it for what we had sent. */
        BANISHED
    }

    private DashFailure(String text, Fault fault, Kind kind, long waitNanos, Throwable cause) {
        super(text, cause);
        this.fault = fault;
        this.kind = kind;
        this.waitNanos = waitNanos;
    }

    static DashFailure of(Fault fault, String text, Throwable cause) {
        return new DashFailure(text, fault, Kind.OURS, 0, cause);
    }

    static DashFailure of(Fault fault, String text) {
        return of(fault, text, null);
    }

    static DashFailure ended(Kind how, Fault fault, String text, Throwable cause) {
        return new DashFailure(text, fault, how, 0, cause);
    }

    Fault fault() {
        return fault;
    }

    Kind kind() {
        return kind;
    }

    /** How long the server asks us to stay away. */
    Optional<Duration> askedWait() {
        return waitNanos > 0 ? Optional.of(Duration.ofNanos(waitNanos)) : Optional.empty();
    }

    /** Not before so long. */
    DashFailure after(Duration wait) {
        return new DashFailure(getMessage(), fault, kind, wait.toNanos(), getCause());
    }

    /** The same, of this server. */
    DashFailure at(String address) {
        return new DashFailure(address + ": " + getMessage(), fault, kind, waitNanos, getCause());
    }

    /** The same, with a better word for it. */
    DashFailure named(Fault better, String text) {
        return new DashFailure(text, better, kind, waitNanos, getCause());
    }

    /** For those whose requests it ended. */
    CloudException toCloudException() {
        return new CloudException(getMessage(), false, fault, this);
    }
}
