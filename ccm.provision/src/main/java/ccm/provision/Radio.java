package ccm.provision;

import ccm.api.wifi.Wifi;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The radio, for those who can wait for it: it comes some time after the start, and is away for a
 * moment when what runs it starts anew. All on the engine's thread.
 */
final class Radio {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration COMES = Duration.ofSeconds(10);

    private final Timing timing;
    private final Services services;
    private long seen;

    Radio(Timing timing, Services services) {
        this.timing = timing;
        this.services = services;
        seen = timing.nanos(); // as if it had been: there may be one
    }

    /** To be called now and then. */
    void look() {
        if (services.wifi().isPresent()) {
            seen = timing.nanos();
        }
    }

    /** Hands the radio over once it is there, or empty when there is none. */
    void then(Consumer<Optional<Wifi>> job) {
        Optional<Wifi> wifi = services.wifi();
        if (wifi.isPresent() || timing.passed(seen, COMES)) {
            job.accept(wifi);
        } else {
            timing.after(POLL, () -> then(job));
        }
    }
}
