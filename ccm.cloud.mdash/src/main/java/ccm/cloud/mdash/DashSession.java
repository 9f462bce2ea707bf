package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.parts.retry.Backoff;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection up. Its owner thread opens them one after the other and makes all decisions;
 * the connection's reading thread tells that the server greets back.
 */
final class DashSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashSession.class);
    private static final long END_MILLIS = 3_000;
    private static final long FAREWELL_MILLIS = 500;

    private final DashSettings settings;
    private final Path files;
    private final DashFrames frames;
    private final DashLimits limits;
    private final Listener listener;
    private final Backoff backoff;
    private final DashDrops drops = new DashDrops();
    private final Thread owner;
    private final NamedThreads readers = new NamedThreads("ccm-dash-in");
    private final Semaphore wakeUps = new Semaphore(0); // for the owner, while it stays away
    private volatile boolean closing;
    private Optional<DashConnection> current = Optional.empty(); // guarded by this
    private volatile Optional<DashConnection> ready = Optional.empty(); // written under this
    private volatile String absence = "dash: not connected yet";
    private volatile long readyAt; // 0 for a connection that is not greeted
    private int attempts; // on the owner thread
    private String said = ""; // the failure that was logged last; on the owner thread

    /** Hears of it. */
    interface Listener {
        /** The connection changed; in the order of the changes. */
        void onState(CloudState state);

        /** The server calls; on a connection's reading thread, in order. */
        void onCall(DashConnection from, ObjectNode frame);

        /** What is said at each heartbeat. */
        ObjectNode info();

        /** A line of the log that may go now. */
        Optional<ObjectNode> line(long now);
    }

    private final DashConnection.Events events =
            new DashConnection.Events() {
                @Override
                public void greeted(DashConnection from) {
                    begun(from);
                }

                @Override
                public void called(DashConnection from, ObjectNode frame) {
                    listener.onCall(from, frame);
                }

                @Override
                public ObjectNode info() {
                    return listener.info();
                }

                @Override
                public Optional<ObjectNode> line(long now) {
                    return ready.isPresent() ? listener.line(now) : Optional.empty();
                }
            };

    DashSession(
            DashSettings settings,
            Path files,
            DashFrames frames,
            DashLimits limits,
            Listener listener) {
        this.settings = settings;
        this.files = files;
        this.frames = frames;
        this.limits = limits;
        this.listener = listener;
        this.backoff =
                new Backoff(
                        settings.min(),
                        settings.max(),
                        limits.refused(),
                        () -> ThreadLocalRandom.current().nextDouble());
        this.owner = new NamedThreads("ccm-dash").newThread(this::run);
    }

    void open() {
        owner.start();
    }

    /** The connection, when it is ready. */
    Optional<DashConnection> ready() {
        return ready;
    }

    /** Why there is none. */
    CloudException absence() {
        return new CloudException(absence, false);
    }

    /** What is open was so through another network; a new one is tried at once. */
    void reconnect() {
        Optional<DashConnection> open;
        synchronized (this) {
            open = current;
        }
        wakeUps.release(); // first, so that it is there when the connection ends
        open.ifPresent(
                connection ->
                        connection.breakUp(DashFailure.of(Fault.NONE, "asked to connect anew")));
    }

    @Override
    public void close() {
        closing = true;
        wakeUps.release();
        Optional<DashConnection> open;
        synchronized (this) {
            open = current;
        }
        try {
            if (open.isPresent()) {
                if (ready.isPresent()) {
                    open.get().sayGoodbye();
                    owner.join(FAREWELL_MILLIS);
                }
                open.get().breakUp(DashFailure.of(Fault.NONE, "closed"));
            }
            owner.join(END_MILLIS); // a name look-up that hangs cannot be ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                attempt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("dash: unexpected", e);
        }
        tell(Phase.IDLE, "dash: the session is closed", Fault.NONE);
    }

    private void attempt() throws InterruptedException {
        attempts++;
        tell(Phase.CONNECTING, attempts == 1 ? "" : absence, Fault.NONE);
        DashFailure problem;
        DashDrops.Verdict verdict;
        try {
            DashAddress address = settings.address();
            DashConnection connection =
                    new DashConnection(new DashSocket(settings, files), frames, limits, events);
            synchronized (this) {
                current = Optional.of(connection);
            }
            if (closing) {
                return;
            }
            problem = connection.live(address, readers).at(address.toString());
            verdict = ended(connection, problem);
        } catch (CloudException e) {
            verdict = new DashDrops.Verdict(DashCauses.of(e, Instant.now()), Optional.empty());
        }
        if (!closing) {
            stayAway(verdict.why());
        }
    }

    /** Whoever waits is told first, then that the connection is gone. */
    private DashDrops.Verdict ended(DashConnection connection, DashFailure problem) {
        long lasted = readyAt == 0 ? -1 : System.nanoTime() - readyAt;
        DashDrops.Verdict verdict =
                drops.judge(problem, connection.requests().oldestSuspect(), lasted);
        absence = "dash: " + verdict.why().getMessage();
        synchronized (this) {
            ready = Optional.empty();
            current = Optional.empty();
        }
        readyAt = 0;
        if (lasted > limits.calm().toNanos()) {
            backoff.reset();
            drops.forget();
            said = "";
        }
        connection.end(
                verdict.why().toCloudException(),
                verdict.culprit(),
                new CloudException(
                        "dash: the server closed the connection each time this was sent",
                        true,
                        Fault.POLICY));
        return verdict;
    }

    private void stayAway(DashFailure why) throws InterruptedException {
        absence = "dash: " + why.getMessage();
        if (why.fault() == Fault.NONE) {
            LOG.info("dash: {}", why.getMessage());
        } else if (why.getMessage().equals(said)) {
            LOG.debug("dash: {} (again)", why.getMessage());
        } else {
            said = why.getMessage();
            LOG.warn("dash: {}", said);
        }
        tell(Phase.BACKOFF, why.getMessage(), why.fault());
        if (wakeUps.tryAcquire(wait(why), TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits();
            backoff.reset();
        }
    }

    /** How long to stay away after one more failure, in nanoseconds. */
    private long wait(DashFailure why) {
        backoff.failed(why.fault());
        return Math.max(
                backoff.nanos(why.fault()), why.askedWait().map(Duration::toNanos).orElse(0L));
    }

    private void begun(DashConnection connection) {
        synchronized (this) {
            if (ready.isPresent() || !current.equals(Optional.of(connection))) {
                return; // one more heartbeat, or one that is gone
            }
            readyAt = Math.max(1, System.nanoTime());
            ready = current;
        }
        LOG.info("dash: connected to {}", settings.server());
        backoff.accepted();
        attempts = 0;
        tell(Phase.READY, "", Fault.NONE);
    }

    private void tell(Phase phase, String reason, Fault fault) {
        try {
            listener.onState(new CloudState(phase, reason, Instant.now(), attempts, fault));
        } catch (RuntimeException e) {
            LOG.error("dash: the listener failed", e);
        }
    }
}
