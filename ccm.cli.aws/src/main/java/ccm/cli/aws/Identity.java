package ccm.cli.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.FailedException;
import ccm.parts.pem.PemFile;
import ccm.parts.x509.PemText;
import ccm.parts.x509.SigningRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.Optional;

/** A certificate and its key; its text shows neither. */
final class Identity {
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Identity(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** Makes a key, on the curve P-256. */
    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** Asks for a certificate for a key. */
    static String request(String commonName, KeyPair key) {
        try {
            return SigningRequest.make(commonName, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with P-256", e);
        }
    }

    /** Reads both, and makes sure that they belong together. */
    static Identity read(Path certificate, Path key) throws FailedException {
        X509Certificate first = certificate(certificate);
        PrivateKey own = key(key);
        if (!fits(first.getPublicKey(), own)) {
            throw new FailedException(key + ": is not the key of the certificate " + certificate);
        }
        return new Identity(first, own);
    }

    /** What AWS knows a certificate by. */
    static String id(X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The certificate in a file of a gateway; absent when there is none in it. */
    static Optional<X509Certificate> certificate(byte[] file) {
        try {
            byte[] der = PemText.content(new String(file, UTF_8));
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A key as a file holds it. */
    static byte[] pem(PrivateKey key) {
        return PemText.of("PRIVATE KEY", key.getEncoded()).getBytes(US_ASCII);
    }

    /** A certificate as a file holds it. */
    static String pem(X509Certificate certificate) {
        try {
            return PemText.of("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    private static X509Certificate certificate(Path file) throws FailedException {
        try {
            return (X509Certificate)
                    new PemFile(file)
                            .certificates().stream()
                                    .findFirst()
                                    .orElseThrow(
                                            () -> new FailedException(file + ": no certificate"));
        } catch (IOException | GeneralSecurityException e) {
            throw new FailedException(file + ": " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) throws FailedException {
        try {
            return new PemFile(file)
                    .key()
                    .orElseThrow(() -> new FailedException(file + ": no private key"));
        } catch (IOException | GeneralSecurityException e) {
            throw new FailedException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean fits(PublicKey open, PrivateKey own) {
        String kind = open.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signature = Signature.getInstance(kind);
            signature.initSign(own);
            byte[] text = {1};
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
