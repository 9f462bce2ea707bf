package ccm.mqtt;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The messages of one connection that came in and are not kept yet: bounded, and acknowledged in
 * the order in which they came, as MQTT 3.1.1 section 4.6 wants it.
 */
final class Inbound {
    private final int limit;
    private final Acknowledger broker;
    private final Queue<Arrival> unacknowledged = new ArrayDeque<>();
    private int pending;
    private boolean closed;

    /** Sends a PUBACK. */
    interface Acknowledger {
        void acknowledge(int id, int qos);
    }

    /** One message that came in. */
    static final class Arrival {
        final int id;
        final int qos;
        private boolean kept; // guarded by the Inbound

        private Arrival(int id, int qos) {
            this.id = id;
            this.qos = qos;
        }
    }

    Inbound(int limit, Acknowledger broker) {
        this.limit = limit;
        this.broker = broker;
    }

    /** Takes one in; waits while there are too many, so that the broker is slowed down by TCP. */
    synchronized Arrival enter(int id, int qos) throws InterruptedException {
        while (pending >= limit && !closed) {
            wait();
        }
        pending++;
        Arrival arrival = new Arrival(id, qos);
        if (qos > 0) {
            unacknowledged.add(arrival);
        }
        return arrival;
    }

    /** One is safe with us: acknowledges it when all before it are. */
    synchronized void kept(Arrival arrival) {
        pending--;
        notifyAll();
        arrival.kept = true;
        while (!closed && !unacknowledged.isEmpty() && unacknowledged.peek().kept) {
            Arrival next = unacknowledged.remove();
            broker.acknowledge(next.id, next.qos);
        }
    }

    /** The connection is gone: nothing is acknowledged any more, and nobody waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
