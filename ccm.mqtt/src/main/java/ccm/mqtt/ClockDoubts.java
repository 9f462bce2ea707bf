package ccm.mqtt;

import ccm.api.cloud.Fault;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Tells failures that a wrong clock of this gateway explains best. */
final class ClockDoubts {
    private static final Instant BEFORE_ANY_CCM = Instant.ofEpochSecond(1_500_000_000);
    private static final Duration FORGOTTEN = Duration.ofDays(365); // nobody runs one so long

    private ClockDoubts() {}

    /** The certificate of the broker is not valid now. */
    static Failure date(Throwable problem, Instant now) {
        Optional<CertificateNotYetValidException> early =
                Causes.inside(problem, CertificateNotYetValidException.class);
        if (early.isPresent()) {
            return Failure.of(
                    Fault.CLOCK,
                    "its certificate is not valid yet ("
                            + early.get().getMessage()
                            + "), and the clock of this gateway says "
                            + second(now)
                            + ". set the clock",
                    problem);
        }
        String expired =
                "its certificate has expired ("
                        + Causes.inside(problem, CertificateExpiredException.class)
                                .map(Throwable::getMessage)
                                .orElse("")
                        + ")";
        boolean longAgo = end(problem).filter(end -> now.isAfter(end.plus(FORGOTTEN))).isPresent();
        return longAgo
                ? Failure.of(
                        Fault.CLOCK,
                        expired
                                + ", and the clock of this gateway says "
                                + second(now)
                                + ". set the clock, or renew the certificate if it is right",
                        problem)
                : Failure.of(
                        Fault.TLS, expired + ". renew it, or check this gateway's clock", problem);
    }

    /** Before the clock was ever set no login with a time in it can be right. */
    static Failure doubted(Failure why, Instant now) {
        return why.fault() == Fault.CREDENTIALS && now.isBefore(BEFORE_ANY_CCM)
                ? why.named(
                        Fault.CLOCK,
                        why.getMessage()
                                + ". the clock of this gateway says "
                                + second(now)
                                + ": set it first")
                : why;
    }

    private static Optional<Instant> end(Throwable problem) {
        return Causes.inside(problem, CertPathValidatorException.class)
                .filter(refused -> refused.getIndex() >= 0)
                .map(ClockDoubts::certificate)
                .map(certificate -> certificate.getNotAfter().toInstant());
    }

    private static X509Certificate certificate(CertPathValidatorException refused) {
        CertPath path = refused.getCertPath();
        return (X509Certificate) path.getCertificates().get(refused.getIndex());
    }

    private static Instant second(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }
}
