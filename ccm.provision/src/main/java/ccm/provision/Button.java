package ccm.provision;

import ccm.api.board.InputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import ccm.api.board.Pins;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something once when a button is held for long enough. For the engine's thread. */
final class Button {
    private static final Logger LOG = LoggerFactory.getLogger(Button.class);
    private static final Duration DEBOUNCE = Duration.ofMillis(50);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofSeconds(10); // what counts as held at it
    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final int SAMPLES = 10;
    private static final int ENOUGH = 7; // more of them than that

    private final Timing timing;
    private final String name;
    private final Runnable action;
    private final long begun;
    private Wiring wiring = new Wiring(new PinLine(""), false, -1, 0);
    private Optional<Pins> owner = Optional.empty();
    private Optional<InputPin> pin = Optional.empty();
    private Timing.Planned hold = () -> {};
    private long taken; // what an older one says does not count
    private boolean startDone;
    private boolean fired;
    private boolean tried;
    private long triedAt;
    private String trouble = "";

    /** Where the button is, and what it takes. */
    record Wiring(PinLine line, boolean pullUp, int holdMillis, int inhibitSeconds) {}

    /**
     * Makes it.
     *
     * @param name its setting, for the log
     * @param action what it does
     */
    Button(Timing timing, String name, Runnable action) {
        this.timing = timing;
        this.name = name;
        this.action = action;
        this.begun = timing.nanos();
    }

    void look(Wiring now, Map<Pins, String> pins) {
        if (!now.equals(wiring) || owner.filter(one -> !pins.containsKey(one)).isPresent()) {
            close();
            wiring = now;
        }
        if (!counts()) {
            close();
        } else if (pin.isEmpty() && (!tried || timing.passed(triedAt, AGAIN))) {
            wiring.line().among(pins).ifPresent(this::take);
        }
    }

    /** What it did has failed: it may do that once more. */
    void again() {
        fired = false;
    }

    void close() {
        hold.cancel();
        taken++;
        pin.ifPresent(InputPin::close);
        pin = Optional.empty();
        owner = Optional.empty();
        tried = false;
    }

    private boolean counts() {
        boolean off = wiring.line().isNone() || wiring.holdMillis() < 0 || fired;
        boolean inhibited =
                wiring.inhibitSeconds() > 0
                        && timing.passed(begun, Duration.ofSeconds(wiring.inhibitSeconds()));
        boolean late = wiring.holdMillis() == 0 && (startDone || timing.passed(begun, START));
        return !off && !inhibited && !late;
    }

    private void take(Pins found) {
        tried = true;
        triedAt = timing.nanos();
        long mine = ++taken;
        try {
            InputPin input = watch(found, listener(mine));
            pin = Optional.of(input);
            owner = Optional.of(found);
            trouble = "";
            if (wiring.holdMillis() == 0) {
                sample(mine, 0, 0);
            } else if (input.get()) {
                pressed(mine);
            }
        } catch (IOException e) {
            tell(e);
        }
    }

    /** Not every chip has resistors of its own: then the board has them. */
    private InputPin watch(Pins found, PinListener listener) throws IOException {
        try {
            return found.watch(request(wiring.pullUp() ? Bias.PULL_UP : Bias.PULL_DOWN), listener);
        } catch (IOException e) {
            LOG.debug("{}: not with a resistor", wiring.line(), e);
            return found.watch(request(Bias.AS_IS), listener);
        }
    }

    private PinRequest request(Bias bias) {
        return new PinRequest(
                wiring.line().text(), wiring.pullUp(), bias, Drive.PUSH_PULL, DEBOUNCE);
    }

    private PinListener listener(long mine) {
        return new PinListener() {
            @Override
            public void onEdge(boolean active, long nanos) {
                timing.run(() -> changed(mine, active));
            }

            @Override
            public void onLost(String cause) {
                timing.run(() -> lost(mine, cause));
            }
        };
    }

    private void changed(long mine, boolean active) {
        if (mine == taken && wiring.holdMillis() > 0) {
            hold.cancel();
            if (active) {
                pressed(mine);
            }
        }
    }

    private void lost(long mine, String cause) {
        if (mine == taken) {
            LOG.warn("{}: lost, looked for again: {}", name, cause);
            close();
            tried = true; // not at once again
            triedAt = timing.nanos();
        }
    }

    private void pressed(long mine) {
        hold = timing.after(Duration.ofMillis(wiring.holdMillis()), () -> sample(mine, 0, 0));
    }

    private void sample(long mine, int done, int active) {
        if (mine != taken || pin.isEmpty()) {
            return;
        }
        if (done == SAMPLES) {
            startDone = true;
            if (active > ENOUGH) {
                fired = true;
                LOG.warn("{}: held", name);
                action.run();
            }
            return;
        }
        try {
            int now = active + (pin.get().get() ? 1 : 0);
            timing.after(BETWEEN, () -> sample(mine, done + 1, now));
        } catch (IOException e) {
            tell(e);
        }
    }

    private void tell(IOException e) {
        if (!e.getMessage().equals(trouble)) {
            trouble = e.getMessage();
            LOG.warn("{}: {}", name, trouble);
        }
    }
}
