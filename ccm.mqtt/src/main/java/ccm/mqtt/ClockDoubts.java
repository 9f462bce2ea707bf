package ccm.mqtt;

import ccm.api.cloud.Fault;
import ccm.parts.clock.CertificateDate;
import ccm.parts.clock.ClockSigns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Tells failures that a wrong clock of this gateway explains best. */
final class ClockDoubts {
    private ClockDoubts() {}

    /** The certificate of the broker is not valid now; empty when that is not it. */
    static Optional<Failure> date(Throwable problem, Instant now) {
        return CertificateDate.of(problem, now)
                .map(
                        date ->
                                Failure.of(
                                        date.doubted() ? Fault.CLOCK : Fault.TLS,
                                        date.text(),
                                        problem));
    }

    /** Before the clock was ever set no login with a time in it can be right. */
    static Failure doubted(Failure why, Instant now) {
        return why.fault() == Fault.CREDENTIALS && ClockSigns.neverSet(now)
                ? why.named(
                        Fault.CLOCK,
                        why.getMessage()
                                + ". the clock of this gateway says "
                                + now.truncatedTo(ChronoUnit.SECONDS)
                                + ": set it first")
                : why;
    }
}
