package ccm.cli.setup;

import ccm.cli.line.FailedException;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A certificate and its key in files of the person who types.
 *
 * @param key as it is in its file
 * @param pem the certificate, and those between it and its authority, as they are in their file
 * @param certificate the first of those
 */
public record OwnFiles(byte[] key, byte[] pem, X509Certificate certificate) {
    /**
     * Reads both, and makes sure that they belong together.
     *
     * @throws FailedException the files do not fit each other, or no gateway any more
     */
    public static OwnFiles read(Path certificate, Path key) throws FailedException {
        try {
            byte[] pem = Files.readAllBytes(certificate);
            List<Certificate> chain = new PemFile(certificate).certificates();
            Optional<PrivateKey> secret = file(key);
            if (chain.isEmpty()) {
                throw new FailedException(certificate + ": holds no certificate in PEM");
            }
            if (secret.isEmpty()) {
                throw new FailedException(key + ": holds no private key in PEM");
            }
            X509Certificate own = (X509Certificate) chain.get(0);
            if (!belong(own, secret.get())) {
                throw new FailedException(
                        key + ": is not the key of the certificate " + certificate);
            }
            if (!Certificates.current(own)) {
                throw new FailedException(
                        certificate
                                + ": is valid from "
                                + own.getNotBefore().toInstant()
                                + " until "
                                + own.getNotAfter().toInstant()
                                + ". Take one that is now");
            }
            return new OwnFiles(Files.readAllBytes(key), pem, own);
        } catch (IOException e) {
            throw new FailedException(certificate + ": cannot be read: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new FailedException(
                    certificate + " and " + key + ": cannot be used: " + e.getMessage(), e);
        }
    }

    private static Optional<PrivateKey> file(Path key)
            throws FailedException, GeneralSecurityException {
        try {
            return new PemFile(key).key();
        } catch (IOException e) {
            throw new FailedException(key + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Signs something with the one, and checks it with the other. */
    private static boolean belong(X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        byte[] text = certificate.getEncoded();
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    @Override
    public String toString() {
        return "OwnFiles[" + certificate.getSubjectX500Principal() + "]"; // the key is a secret
    }
}
