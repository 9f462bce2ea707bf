package ccm.sim.cloud.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A client of the server, connected or not: what it subscribed to, and what waits for it. On the
 * server's thread alone; what changes something may be called from any thread, and is done there.
 */
public final class Session {
    private static final int KEPT = 1_000; // messages for a client that does not acknowledge
    private static final int IDS = 0xffff;

    private final CloudServer server;
    private final String clientId;
    private final Map<String, Integer> subscriptions = new LinkedHashMap<>();
    private final Map<Integer, Message> unacknowledged = new LinkedHashMap<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private ConnectInfo info;
    private MqttLine line; // null while the client is away
    private int lastId;
    private long dropped;

    Session(CloudServer server, ConnectInfo info) {
        this.server = server;
        this.clientId = info.clientId();
        this.info = info;
    }

    public String clientId() {
        return clientId;
    }

    /** What the client said when it came last. */
    public ConnectInfo info() {
        return info;
    }

    /** True while the client is there. */
    public boolean connected() {
        return line != null;
    }

    /** Filters and the QoS that was granted, in the order of their coming. */
    public Map<String, Integer> subscriptions() {
        return Map.copyOf(subscriptions);
    }

    /** The QoS that is granted for a topic; empty when the client has not subscribed to it. */
    public OptionalInt granted(String topic) {
        return subscriptions.entrySet().stream()
                .filter(one -> Filter.matches(one.getKey(), topic, server.plan().parent()))
                .mapToInt(Map.Entry::getValue)
                .max();
    }

    /** How many messages are sent and not acknowledged, or wait to be sent. */
    public int pending() {
        return unacknowledged.size() + waiting.size();
    }

    /** How many messages were thrown away because too many waited. */
    public long dropped() {
        return dropped;
    }

    /**
     * Sends a message, subscribed to or not. For a client that is away it is kept when it has QoS 1
     * and the session is kept, and is lost otherwise.
     */
    public void send(Message message) {
        server.run(() -> sendHere(message));
    }

    /** Sends text. */
    public void send(String topic, String text, int qos) {
        send(Message.of(topic, text, qos));
    }

    /**
     * Sends a message if the client has subscribed to its topic, with no more than the QoS granted.
     * On the server's thread.
     *
     * @return false when it has not
     */
    public boolean deliver(Message message) {
        OptionalInt granted = granted(message.topic());
        if (granted.isPresent()) {
            sendHere(message.with(Math.min(message.qos(), granted.getAsInt()), message.retain()));
        }
        return granted.isPresent();
    }

    /** Acknowledges what {@link Brain.Verdict#LATER} was said of. */
    public void acknowledge(Message message) {
        server.run(
                () -> {
                    if (line != null) {
                        line.acknowledge(message);
                    }
                });
    }

    /** Closes the connection without a word. */
    public void close() {
        server.run(
                () -> {
                    if (line != null) {
                        line.close();
                    }
                });
    }

    /** Forgets what is kept for the client, its subscriptions too. */
    public void forget() {
        server.run(
                () -> {
                    subscriptions.clear();
                    unacknowledged.clear();
                    waiting.clear();
                });
    }

    @Override
    public String toString() {
        return clientId;
    }

    void arrive(MqttLine from, ConnectInfo said) {
        info = said;
        line = from;
    }

    /** True when it was this connection that is gone, and not an older one. */
    boolean leave(MqttLine gone) {
        if (line != gone) {
            return false;
        }
        line = null;
        waiting.removeIf(message -> message.qos() == 0);
        return true;
    }

    MqttLine line() {
        return line;
    }

    void subscribe(List<Filter> filters, List<Integer> granted) {
        for (int i = 0; i < filters.size(); i++) {
            if (granted.get(i) != Filter.REFUSED) {
                subscriptions.put(filters.get(i).filter(), granted.get(i));
            }
        }
    }

    boolean unsubscribe(String filter) {
        return subscriptions.remove(filter) != null;
    }

    /** What was not acknowledged before is sent again, then what has been waiting. */
    void resume() {
        unacknowledged.forEach((id, message) -> line.write(message, id, true));
        pump();
    }

    /** Returns what was acknowledged; null for a packet id that nobody knows. */
    Message acknowledged(int id) {
        Message message = unacknowledged.remove(id);
        pump();
        return message;
    }

    /** Another packet of its own for the same message, by a fault. */
    void sendTwice(Message message, int id, boolean marked) {
        if (line == null || message.qos() == 0 || marked) {
            if (line != null) {
                line.writeNow(message, id, marked && message.qos() > 0);
            }
            return;
        }
        int fresh = nextId();
        unacknowledged.put(fresh, message);
        line.writeNow(message, fresh, false);
    }

    private void sendHere(Message message) {
        if (line == null && (message.qos() == 0 || info.clean())) {
            return;
        }
        waiting.add(message);
        if (waiting.size() > (line == null ? server.plan().offline() : KEPT)) {
            waiting.remove();
            dropped++;
        }
        pump();
    }

    private void pump() {
        while (line != null && !waiting.isEmpty()) {
            if (waiting.element().qos() == 0) {
                line.write(waiting.remove(), 0, false);
            } else if (unacknowledged.size() < server.plan().window()) {
                int id = nextId();
                Message message = waiting.remove();
                unacknowledged.put(id, message);
                line.write(message, id, false);
            } else {
                return;
            }
        }
    }

    private int nextId() {
        do {
            lastId = lastId % IDS + 1;
        } while (unacknowledged.containsKey(lastId));
        return lastId;
    }
}
