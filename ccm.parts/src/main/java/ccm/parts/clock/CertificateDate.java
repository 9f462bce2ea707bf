package ccm.parts.clock;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * That a server's certificate is not valid at this time, for people: what it says, what our clock
 * says, and what to do in either case.
 *
 * @param doubted true when the clock is known or likely to be wrong; false when it is as likely
 *     that the certificate has to be renewed
 * @param text begins with {@code its certificate}
 */
public record CertificateDate(boolean doubted, String text) {
    private static final Duration FORGOTTEN = Duration.ofDays(365); // nobody runs one so long

    /** What a failure of TLS says about dates; empty when it was for something else. */
    public static Optional<CertificateDate> of(Throwable problem, Instant now) {
        return of(problem, now, new ClockSigns());
    }

    static Optional<CertificateDate> of(Throwable problem, Instant now, ClockSigns signs) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof CertificateNotYetValidException) {
                return Optional.of(early(problem, each, now));
            }
            if (each instanceof CertificateExpiredException) {
                return Optional.of(late(problem, each, now, signs));
            }
        }
        return Optional.empty();
    }

    private static CertificateDate early(Throwable problem, Throwable why, Instant now) {
        return new CertificateDate(
                true,
                "its certificate is not valid yet ("
                        + dates(problem, why)
                        + "), and the clock of this gateway says "
                        + second(now)
                        + ". set the clock, or start time synchronization; if the clock is right,"
                        + " the server needs another certificate");
    }

    private static CertificateDate late(
            Throwable problem, Throwable why, Instant now, ClockSigns signs) {
        boolean unsynchronized = signs.unsynchronized();
        boolean longAgo =
                certificate(problem)
                        .map(known -> known.getNotAfter().toInstant().plus(FORGOTTEN))
                        .filter(now::isAfter)
                        .isPresent();
        boolean doubted = unsynchronized || longAgo || ClockSigns.neverSet(now);
        return new CertificateDate(
                doubted,
                "its certificate has expired ("
                        + dates(problem, why)
                        + "), and the clock of this gateway says "
                        + second(now)
                        + (unsynchronized ? ", which nothing has set since it was started" : "")
                        + (doubted
                                ? ". set the clock, or start time synchronization; if the clock is"
                                        + " right, the server's certificate has to be renewed"
                                : ". the server's certificate has to be renewed; if the clock is"
                                        + " ahead, set it"));
    }

    private static String dates(Throwable problem, Throwable why) {
        return certificate(problem)
                .map(
                        known ->
                                "valid from "
                                        + known.getNotBefore().toInstant()
                                        + " to "
                                        + known.getNotAfter().toInstant())
                .orElseGet(() -> String.valueOf(why.getMessage())); // it has one of the two
    }

    /** The one that is not valid, when the failure says which. */
    private static Optional<X509Certificate> certificate(Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof CertPathValidatorException refused
                    && refused.getIndex() >= 0
                    && refused.getCertPath().getCertificates().get(refused.getIndex())
                            instanceof X509Certificate found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static Instant second(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }
}
