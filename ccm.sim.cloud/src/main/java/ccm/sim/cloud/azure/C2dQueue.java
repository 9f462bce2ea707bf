package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Messages of the cloud that one device has not acknowledged yet. On the hub's thread. */
final class C2dQueue {
    private static final int MAX = 50;

    private final Map<String, Message> waiting = new LinkedHashMap<>(); // by topic, with an id
    private final Set<String> sent = new HashSet<>(); // in the session that there is

    /** False when too many wait. */
    boolean add(Message message) {
        return waiting.size() < MAX && waiting.put(message.topic(), message) == null;
    }

    /** The device came with a new session: a kept one sends again by itself. */
    void anew() {
        sent.clear();
    }

    /** Sends what was not sent yet, if the device has subscribed to it. */
    void deliver(Session to) {
        for (Message message : List.copyOf(waiting.values())) {
            OptionalInt granted = to.granted(message.topic());
            if (granted.isPresent() && sent.add(message.topic())) {
                to.deliver(message);
                if (granted.getAsInt() == 0) { // nobody will acknowledge it
                    done(message.topic());
                }
            }
        }
    }

    void done(String topic) {
        waiting.remove(topic);
        sent.remove(topic);
    }

    int size() {
        return waiting.size();
    }
}
