package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.parts.x509.PemText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** A certificate and its key. */
public record Credential(X509Certificate certificate, PrivateKey key) {
    /** What goes into {@code device.crt.pem}. */
    public String certificatePem() {
        return pem(certificate);
    }

    /** What goes into {@code device.key.pem}. */
    public String keyPem() {
        return PemText.of("PRIVATE KEY", key.getEncoded());
    }

    /** Writes both files. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
        Files.writeString(certificateFile, certificatePem(), US_ASCII);
        Files.writeString(keyFile, keyPem(), US_ASCII);
    }

    /** A certificate as PEM. */
    public static String pem(X509Certificate certificate) {
        try {
            return PemText.of("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // it was read from an encoding
        }
    }

    /** The SHA-256 of a certificate in lower-case hex, which clouds know it by. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has SHA-256
        }
    }
}
