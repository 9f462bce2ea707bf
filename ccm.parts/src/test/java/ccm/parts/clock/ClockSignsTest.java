package ccm.parts.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a clock, and of certificates that are not valid by it. */
class ClockSignsTest {
    @TempDir Path folder;
    private final Instant now = Instant.now();

    @Test
    void knowsWhenItWasBuilt() throws Exception {
        String pom = Files.readString(Path.of("../pom.xml"));
        assertTrue(pom.contains("outputTimestamp>" + ClockSigns.BUILT + "<"), "as in pom.xml");
        assertTrue(ClockSigns.neverSet(Instant.ofEpochSecond(77)));
        assertFalse(ClockSigns.neverSet(now));
    }

    @Test
    void knowsWhetherTheClockWasSetOnlyWhereSomebodySetsIt() throws Exception {
        ClockSigns signs = new ClockSigns(folder);
        assertTrue(signs.unsynchronized());
        Files.createFile(folder.resolve("synchronized"));
        assertFalse(signs.unsynchronized());
        assertFalse(new ClockSigns(folder.resolve("none")).unsynchronized());
    }

    @Test
    void doubtsTheClockOnlyWithEvidence() {
        Throwable late = failure(new CertificateExpiredException("NotAfter: then"));
        assertFalse(date(late, now, "none").doubted());
        assertTrue(date(late, now, "none").text().contains("if the clock is ahead, set it"));
        assertTrue(date(late, now, "").doubted(), "nothing has set it");
        assertTrue(date(late, ClockSigns.BUILT.minusSeconds(1), "none").doubted());
        assertTrue(date(late, now, "").text().contains("NotAfter: then"));
        Throwable early = failure(new CertificateNotYetValidException("NotBefore: then"));
        assertTrue(date(early, now, "none").doubted());
        assertTrue(date(early, now, "none").text().contains("if the clock is right, the server"));
    }

    @Test
    void saysNothingOfOtherFailures() {
        assertEquals(
                Optional.empty(),
                CertificateDate.of(new SSLHandshakeException("handshake_failure"), now));
    }

    private CertificateDate date(Throwable problem, Instant at, String timesync) {
        ClockSigns signs = new ClockSigns(folder.resolve(timesync));
        return CertificateDate.of(problem, at, signs).orElseThrow();
    }

    private static Throwable failure(Exception inside) {
        return new SSLHandshakeException("PKIX path validation failed")
                .initCause(new IllegalStateException(inside));
    }
}
