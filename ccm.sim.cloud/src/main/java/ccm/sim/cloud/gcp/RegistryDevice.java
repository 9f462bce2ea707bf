package ccm.sim.cloud.gcp;

import ccm.sim.cloud.server.Session;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** A device of the registry. On the server's thread. */
final class RegistryDevice {
    private static final int MAX_KEYS = 3;

    private final String id;
    private final List<PublicKey> keys = new ArrayList<>();
    private byte[] config = {};
    private byte[] state = {};
    private Optional<Instant> stateAt = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private Optional<Future<?>> end = Optional.empty(); // of its token
    private int states;

    RegistryDevice(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    List<PublicKey> keys() {
        return keys;
    }

    void add(PublicKey key) {
        if (keys.size() >= MAX_KEYS) {
            throw new IllegalArgumentException(
                    id + ": has " + MAX_KEYS + " keys already. remove one first");
        }
        keys.add(key);
    }

    byte[] config() {
        return config.clone();
    }

    void config(byte[] next) {
        config = next.clone();
    }

    byte[] state() {
        return state.clone();
    }

    /** How many states it has said. */
    int states() {
        return states;
    }

    Optional<Instant> stateAt() {
        return stateAt;
    }

    void state(byte[] next, Instant now) {
        state = next.clone();
        stateAt = Optional.of(now);
        states++;
    }

    Optional<Session> session() {
        return session.filter(Session::connected);
    }

    void arrived(Session next, Future<?> tokenEnd) {
        end.ifPresent(old -> old.cancel(false));
        session = Optional.of(next);
        end = Optional.of(tokenEnd);
    }
}
