package ccm.cli.setup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Certificates in files of gateways, and what clouds know them by. */
public final class Certificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    private Certificates() {}

    /** The first in a file, whatever stands before it; absent when there is none in it. */
    public static Optional<X509Certificate> first(byte[] file) {
        int begin = new String(file, US_ASCII).indexOf(BEGIN);
        if (begin < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(
                                                    file, begin, file.length - begin)));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** Its SHA-256 fingerprint, in lower case without colons. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has it
        }
    }

    /** True when it is valid at this moment. */
    public static boolean current(X509Certificate certificate) {
        Instant now = Instant.now();
        return now.isAfter(certificate.getNotBefore().toInstant())
                && now.isBefore(certificate.getNotAfter().toInstant());
    }
}
