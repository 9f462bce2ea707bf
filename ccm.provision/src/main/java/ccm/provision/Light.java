package ccm.provision;

import ccm.api.board.OutputPin;
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

/** Shows the state: blinks the faster the nearer the gateway is to service. One thread's. */
final class Light {
    private static final Logger LOG = LoggerFactory.getLogger(Light.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration[] HALVES = {
        Duration.ofMillis(1000), Duration.ofMillis(500), Duration.ofMillis(250)
    };

    private final Timing timing;
    private Wiring wiring = new Wiring(new PinLine(""), true);
    private Optional<Pins> owner = Optional.empty();
    private Optional<OutputPin> pin = Optional.empty();
    private Optional<Duration> half = Optional.empty(); // empty while it does not blink
    private Timing.Planned toggle = () -> {};
    private boolean lit;
    private boolean tried;
    private long triedAt;
    private String trouble = "";

    /** Where the light is, and which level it shines at. */
    record Wiring(PinLine line, boolean activeHigh) {}

    Light(Timing timing) {
        this.timing = timing;
    }

    void look(Standing standing, Wiring now, Map<Pins, String> pins) {
        if (!now.equals(wiring) || owner.filter(one -> !pins.containsKey(one)).isPresent()) {
            close();
            wiring = now;
        }
        if (pin.isEmpty() && !wiring.line().isNone()) {
            take(pins);
            pin.ifPresent(taken -> show(pattern(standing)));
        } else if (pin.isPresent() && !pattern(standing).equals(half)) {
            show(pattern(standing));
        }
    }

    void close() {
        toggle.cancel();
        pin.ifPresent(OutputPin::close);
        pin = Optional.empty();
        owner = Optional.empty();
        tried = false;
    }

    /** Half a period; empty for steady light. */
    private static Optional<Duration> pattern(Standing standing) {
        boolean steady = standing.stable() || standing.state() >= HALVES.length;
        return steady ? Optional.empty() : Optional.of(HALVES[standing.state()]);
    }

    private void take(Map<Pins, String> pins) {
        Optional<Pins> found = wiring.line().among(pins);
        if (found.isEmpty() || tried && !timing.passed(triedAt, AGAIN)) {
            return;
        }
        tried = true;
        triedAt = timing.nanos();
        PinRequest request =
                new PinRequest(
                        wiring.line().text(),
                        !wiring.activeHigh(),
                        Bias.AS_IS,
                        Drive.PUSH_PULL,
                        Duration.ZERO);
        try {
            pin = Optional.of(found.get().output(request, false));
            owner = found;
            trouble = "";
        } catch (IOException e) {
            tell("provision.led", e);
        }
    }

    private void show(Optional<Duration> now) {
        toggle.cancel();
        half = now;
        set(true);
        now.ifPresent(time -> toggle = timing.after(time, this::turn));
    }

    private void turn() {
        if (half.isPresent() && pin.isPresent()) {
            toggle = timing.after(half.get(), this::turn); // before: the pattern keeps its pace
            set(!lit);
        }
    }

    private void set(boolean on) {
        lit = on;
        if (pin.isEmpty()) {
            return;
        }
        try {
            pin.get().set(on);
        } catch (IOException e) {
            tell("provision.led", e);
            close();
            tried = true; // not at once again
            triedAt = timing.nanos();
        }
    }

    private void tell(String key, IOException e) {
        if (!e.getMessage().equals(trouble)) {
            trouble = e.getMessage();
            LOG.warn("{}: {}", key, trouble);
        }
    }
}
