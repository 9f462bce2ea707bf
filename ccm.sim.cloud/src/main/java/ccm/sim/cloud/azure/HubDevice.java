package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Session;
import java.util.Optional;
import java.util.concurrent.Future;

/** A device as a hub knows it. On the hub's thread. */
final class HubDevice {
    private final String id;
    private final Twin twin = new Twin();
    private final C2dQueue queue = new C2dQueue();
    private HubAccess access;
    private boolean enabled = true;
    private Optional<Session> last = Optional.empty();
    private Optional<Future<?>> kick = Optional.empty();

    HubDevice(String id, HubAccess access) {
        this.id = id;
        this.access = access;
    }

    String id() {
        return id;
    }

    HubAccess access() {
        return access;
    }

    void access(HubAccess other) {
        access = other;
    }

    Twin twin() {
        return twin;
    }

    C2dQueue queue() {
        return queue;
    }

    boolean enabled() {
        return enabled;
    }

    void enabled(boolean now) {
        enabled = now;
    }

    /** Its connection, while there is one. */
    Optional<Session> session() {
        return last.filter(Session::connected);
    }

    /**
     * It came.
     *
     * @param end what closes the connection when its token ends
     */
    void arrived(Session session, Optional<Future<?>> end) {
        if (last.isEmpty() || last.get() != session) {
            queue.anew();
        }
        last = Optional.of(session);
        kick.ifPresent(future -> future.cancel(false));
        kick = end;
        queue.deliver(session);
    }
}
