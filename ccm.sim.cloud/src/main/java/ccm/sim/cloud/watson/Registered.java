package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A registered device, and what is known of it now. On the server's thread. */
final class Registered {
    private final ClientId client;
    private final Deque<Message> unacknowledged = new ArrayDeque<>();
    private String token;
    private ObjectNode info = JsonNodeFactory.instance.objectNode();
    private Optional<ObjectNode> managed = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private double credit;
    private long paidAt;

    /**
     * Makes one.
     *
     * @param token empty for one that nobody may ask for
     */
    Registered(ClientId client, String token) {
        this.client = client;
        this.token = token;
    }

    ClientId client() {
        return client;
    }

    String token() {
        return token;
    }

    void token(String next) {
        token = next;
    }

    ObjectNode info() {
        return info;
    }

    void info(ObjectNode next) {
        info = next;
    }

    /** What it said when it became managed; empty while it is not. */
    Optional<ObjectNode> managed() {
        return managed;
    }

    void managed(Optional<ObjectNode> how) {
        managed = how;
    }

    Optional<Session> session() {
        return session;
    }

    Optional<Session> connected() {
        return session.filter(Session::connected);
    }

    void arrived(Session next) {
        session = Optional.of(next);
        unacknowledged.clear();
    }

    /** What has been taken of it and not acknowledged. */
    Deque<Message> unacknowledged() {
        return unacknowledged;
    }

    /** How long until one more message is within the rate, in seconds; 0 for now. */
    double pay(double rate, long nanos) {
        double most = 2 * rate;
        credit = paidAt == 0 ? most : Math.min(most, credit + (nanos - paidAt) / 1e9 * rate);
        paidAt = nanos;
        credit = Math.max(-most, credit - 1); // who was far too fast waits for two seconds
        return credit >= 0 ? 0 : -credit / rate;
    }
}
