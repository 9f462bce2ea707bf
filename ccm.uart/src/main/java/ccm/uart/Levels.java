package ccm.uart;

import java.util.Optional;

/**
 * The levels that the modem outputs of a port were given, so that they are the same when it is
 * opened anew: a host may hang on them with its reset. Empty: never given, the driver decides.
 */
final class Levels {
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
    }

    void dtr(boolean asserted) {
        dtr = Optional.of(asserted);
    }
}
