package ccm.cloud;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.outbox.OutboxException;
import ccm.api.outbox.StoredRecord;
import ccm.parts.threads.NamedThreads;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what lies in the queue of one cloud, oldest first, with a window of unacknowledged
 * messages; and what comes down the lane of QoS 0. Its thread {@code ccm-cloud-<name>} is the only
 * one that reads and acknowledges that queue.
 *
 * <p>Invariant: a record is acknowledged only after it and all before it arrived or were given up.
 */
final class CloudSender {
    private static final Logger LOG = LoggerFactory.getLogger(CloudSender.class);
    private static final int BATCH = 256;
    private static final long JOIN_MILLIS = 2_000;
    private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SLIP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SETTLE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(32);

    private final CloudConnector connector;
    private final CloudQueue queue;
    private final DeadLetters dead;
    private final Tally tally;
    private final QueueReader reader;
    private final Doorbell bell = new Doorbell();
    private final Qos0Lane lane;
    private final Retry retry = new Retry();
    private final Pace pace;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean ready;
    private volatile int drops;
    private volatile boolean publishing;
    private Flights flights = new Flights(bell); // from here on: touched by the thread alone
    private int session; // drops when these flights began: never is one window sent in two sessions
    private boolean laneFirst;
    private long patience = SETTLE_NANOS;

    CloudSender(CloudConnector connector, CloudQueue queue, DeadLetters dead, Tally tally) {
        this.connector = connector;
        this.queue = queue;
        this.dead = dead;
        this.tally = tally;
        this.lane = new Qos0Lane(bell, tally);
        this.reader = new QueueReader(queue, bell::ring);
        this.pace = new Pace(connector.capabilities().rate(), System.nanoTime());
        this.thread = new NamedThreads("ccm-cloud-" + connector.name()).newThread(this::run);
    }

    void start() {
        ready = connector.state().ready();
        thread.start();
    }

    CloudConnector connector() {
        return connector;
    }

    /** Sends at most once; false when the cloud is away or takes less than is published. */
    boolean sendOnce(CloudMessage message, boolean patient) {
        return ready && !closed && lane.offer(message, patient);
    }

    /** The connector said so, on its own thread. */
    void stateChanged(CloudState state) {
        if (!state.ready()) {
            drops++; // only the connector's threads write it, one after the other
            awaitPublish();
        }
        ready = state.ready();
        bell.ring();
    }

    /**
     * After this nothing of the lost session's window can slip into the next session, before what
     * was lost: a publish that began before the drop is over.
     */
    private void awaitPublish() {
        long end = System.nanoTime() + SLIP_NANOS;
        while (publishing && Thread.currentThread() != thread && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Something that the thread waits for may have changed. */
    void wake() {
        bell.ring();
    }

    /** Ends the thread; it is never interrupted, because an interrupt would close the store. */
    void close() {
        closed = true;
        bell.ring();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.error(
                    "{}: its sender did not end within {} ms. Restart the gateway and report this",
                    connector.name(),
                    JOIN_MILLIS);
        }
    }

    private void run() {
        while (!closed) {
            long pause;
            try {
                pause = turn();
            } catch (OutboxException e) {
                pause = reader.lost(e);
            } catch (RuntimeException e) {
                LOG.error("{}: the sender stumbled and goes on", connector.name(), e);
                pause = TimeUnit.SECONDS.toNanos(1);
            }
            if (pause > 0) {
                bell.await(pause);
            }
        }
        farewell();
    }

    /** One round of work; returns how long there is nothing to do unless the bell rings. */
    private long turn() throws OutboxException {
        boolean progress = settle();
        int dropsNow = drops; // before the state: a drop after it shows as an interruption
        ready = connector.state().ready();
        if (flights.failed() || interrupted() && flights.size() > 0) {
            return goBack();
        }
        session = dropsNow;
        if (!ready) {
            dropLane();
            return flights.size() > 0 ? settlePause(progress) : IDLE_NANOS;
        }
        long hold = retry.holdNanos();
        if (hold > 0) {
            return hold;
        }
        judge();
        if (retry.holdNanos() > 0) {
            return 0; // on trial
        }
        laneFirst = !laneFirst; // so that neither starves when the window is narrow
        int sent = laneFirst ? sendLane() : 0;
        sent += sendStored();
        sent += laneFirst ? 0 : sendLane();
        return sent > 0 ? 0 : Math.min(settlePause(progress), pace.nanosToNext());
    }

    private long settlePause(boolean progress) {
        if (flights.size() == 0) {
            patience = SETTLE_NANOS;
            return IDLE_NANOS;
        }
        patience = progress ? SETTLE_NANOS : Math.min(2 * patience, SETTLE_MAX_NANOS);
        return patience;
    }

    /** Takes away what the cloud has given its word on; true when there was any. */
    private boolean settle() throws OutboxException {
        long upTo = 0;
        for (Flight next = flights.pollSettled(); next != null; next = flights.pollSettled()) {
            upTo = next.sequence();
            if (next.state() == Flight.State.DONE) {
                tally.sent.increment();
                retry.arrived();
            } else {
                bury(next.stored(), next.trouble());
            }
        }
        reader.acknowledge(upTo);
        return upTo > 0;
    }

    /** Something failed: waits until all have landed, then starts again behind the last settled. */
    private long goBack() {
        boolean givenUp = retry.landingFor(LOST_NANOS);
        if (flights.flying() > 0 && !givenUp) {
            flights.ringBelow(1);
            return SETTLE_MAX_NANOS;
        }
        Flight head = flights.oldest();
        if (head == null || head.state() != Flight.State.FAILED && !givenUp) {
            retry.landed();
            return 0; // landed after we looked: settles first
        }
        tally.failed.increment();
        retry.failed(head);
        LOG.debug("{}: not sent, goes again: {}", connector.name(), head.trouble());
        flights = new Flights(bell); // whatever lands later belongs to the old ones
        reader.rewind();
        return retry.holdNanos();
    }

    /** The session is back: was it the oldest message that made it drop? */
    private void judge() throws OutboxException {
        Flight guilty = retry.verdict(drops);
        if (guilty != null) {
            bury(guilty.stored(), "the session dropped each time it was sent: " + guilty.trouble());
            reader.acknowledge(guilty.sequence());
            reader.rewind();
        }
    }

    private int sendStored() throws OutboxException {
        queue.refreshIfMissing();
        if (!reader.attached(flights.size())) {
            flights.ringBelow(1);
            return 0;
        }
        int window = retry.alone() ? 1 : window();
        int room = window - flights.size() - lane.flying();
        flights.ringBelow(room > 0 ? 0 : Math.max(1, window * 3 / 4));
        int most = Math.min(Math.min(room, BATCH), pace.allowed(System.nanoTime()));
        if (most <= 0) {
            return 0;
        }
        List<StoredRecord> records = reader.next(most);
        if (records.isEmpty() && flights.size() == 0) {
            retry.arrived(); // whatever was suspected is gone
        }
        int sent = 0;
        for (StoredRecord record : records) {
            publishing = true; // before the question: see awaitPublish
            if (flights.failed() || interrupted()) {
                break; // or a later one could arrive before an earlier one
            }
            send(record);
            reader.passed(record);
            sent++;
        }
        publishing = false;
        pace.sent(sent);
        return sent;
    }

    /** True when the session dropped since these flights began. */
    private boolean interrupted() {
        return drops != session;
    }

    private void send(StoredRecord stored) {
        Flight flight = flights.start(stored, session);
        try {
            CloudMessage message = reader.message(stored);
            int limit = connector.capabilities().maxPayload();
            if (message.payload().length > limit) {
                flight.accept(null, new CloudException("this cloud takes " + limit, true));
            } else {
                connector.publish(message).whenComplete(flight);
            }
        } catch (IllegalArgumentException e) {
            flight.accept(null, new CloudException(e.getMessage(), true));
        } catch (RuntimeException e) { // a foreign plugin
            retry.broke();
            LOG.debug("{}: the connector failed", connector.name(), e);
            flight.accept(null, e);
        }
    }

    private int sendLane() {
        if (retry.alone()) {
            return 0; // so that none of these makes a stored message look guilty
        }
        int sent = lane.send(connector, window(), flights.size(), pace.allowed(System.nanoTime()));
        pace.sent(sent);
        return sent;
    }

    private int window() {
        return connector.capabilities().maxInflight();
    }

    private void dropLane() {
        while (!lane.isEmpty()) {
            lane.take(BATCH).forEach(this::away);
        }
    }

    private void away(CloudMessage message) {
        if (!queue.storeQos0(message)) {
            tally.droppedQos0.increment();
        }
    }

    private void bury(StoredRecord stored, String why) {
        tally.dead.increment();
        dead.keep(stored, why);
        reader.logGivenUp(stored, why);
    }

    private void farewell() {
        long end = System.nanoTime() + FAREWELL_NANOS;
        try {
            while (flights.flying() > 0 && System.nanoTime() < end) {
                flights.ringBelow(1);
                bell.await(SETTLE_MAX_NANOS);
            }
            settle();
        } catch (OutboxException e) {
            reader.lost(e);
        }
        dropLane();
        reader.detach();
    }
}
