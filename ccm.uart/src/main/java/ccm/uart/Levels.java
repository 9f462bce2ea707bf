package ccm.uart;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The levels that the modem outputs of a port were given, so that they are the same when it is
 * opened anew: a host may hang on them with its reset. Empty: never given, the driver decides.
 */
final class Levels {
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Optional<Boolean> rts = Optional.empty();
    private volatile Optional<Boolean> dtr = Optional.empty();

    Optional<Boolean> rts() {
        return rts;
    }

    Optional<Boolean> dtr() {
        return dtr;
    }

    void rts(boolean asserted) {
        rts = Optional.of(asserted);
        changes.incrementAndGet();
    }

    void dtr(boolean asserted) {
        dtr = Optional.of(asserted);
        changes.incrementAndGet();
    }

    /** How often one was given: another number means that there is something to set. */
    int changes() {
        return changes.get();
    }
}
