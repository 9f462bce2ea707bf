package ccm.api.provision;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where provisioning stands.
 *
 * @param state 0 not provisioned, 1 network configured, 2 network connected, 3 cloud connected
 * @param maxState the highest state so far, {@code provision.max_state}
 * @param stable true when the gateway is in service: channels are closed
 * @param text the state, for customers
 * @param attempt the last try of this run
 */
public record ProvisionStatus(
        int state, int maxState, boolean stable, String text, Optional<Attempt> attempt) {
    public ProvisionStatus {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(attempt, "attempt");
    }

    /**
     * A try of new settings.
     *
     * @param number counts from 1
     * @param phase where it stands
     * @param ssid the network that is tried; empty for none
     * @param kind of a failure: {@code wrong_password}, {@code not_found}, {@code no_address},
     *     {@code no_internet}, {@code cloud_refused}, {@code refused}, {@code unsupported}, {@code
     *     radio_off}, {@code unavailable}, {@code timeout}, {@code busy}, {@code not_saved}; empty
     *     otherwise
     * @param text what happens or happened, for customers
     * @param ip the address that was given; empty for none
     * @param since when this phase began
     */
    public record Attempt(
            long number,
            Phase phase,
            String ssid,
            String kind,
            String text,
            String ip,
            Instant since) {
        public Attempt {
            Objects.requireNonNull(phase, "phase");
            Objects.requireNonNull(ssid, "ssid");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(ip, "ip");
            Objects.requireNonNull(since, "since");
        }

        /** True when it is over. */
        public boolean over() {
            return phase == Phase.DONE || phase == Phase.FAILED;
        }
    }

    /** Where a try stands. */
    public enum Phase {
        JOINING,
        CONNECTING_CLOUD,
        SAVING,
        DONE,
        FAILED
    }
}
