package ccm.sim.cloud.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All sessions of a server by client id. On the server's thread. */
final class Sessions {
    private final CloudServer server;
    private final Map<String, Session> all = new LinkedHashMap<>();

    /** Who came, and whether its session had been kept. */
    record Arrival(Session session, boolean present) {}

    Sessions(CloudServer server) {
        this.server = server;
    }

    /** A client is let in: whoever has its id is thrown out. */
    Arrival arrive(MqttLine line, ConnectInfo info) {
        Session old = all.get(info.clientId());
        if (old != null && old.connected()) {
            server.journal().add("kick", old.clientId(), "the same client id came again", "");
            MqttLine thrown = old.line();
            old.leave(thrown);
            server.brain().closed(old);
            thrown.close();
        }
        boolean present = old != null && !old.info().clean() && !info.clean();
        Session session = present ? old : new Session(server, info);
        all.put(info.clientId(), session);
        session.arrive(line, info);
        return new Arrival(session, present);
    }

    /** A connection is gone. True when it was the one of its session. */
    boolean leave(Session session, MqttLine line) {
        boolean current = session.leave(line);
        if (current && session.info().clean()) {
            all.remove(session.clientId(), session);
        }
        return current;
    }

    Optional<Session> find(String clientId) {
        return Optional.ofNullable(all.get(clientId));
    }

    List<Session> list() {
        return new ArrayList<>(all.values());
    }
}
