package ccm.cli.setup;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
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
     * What two options name; both are needed, or neither.
     *
     * @throws UsageException only one of them was typed
     * @throws FailedException the files do not fit each other, or no gateway any more
     */
    public static Optional<OwnFiles> of(Option certificate, Option key, Words words)
            throws UsageException, FailedException {
        Optional<TypedFile> first = TypedFile.of(certificate, words);
        Optional<TypedFile> second = TypedFile.of(key, words);
        if (first.isPresent() != second.isPresent()) {
            throw new UsageException(
                    certificate.name()
                            + " FILE and "
                            + key.name()
                            + " FILE: both or neither of them");
        }
        return first.isEmpty() ? Optional.empty() : Optional.of(read(first.get(), second.get()));
    }

    private static OwnFiles read(TypedFile certificate, TypedFile key) throws FailedException {
        X509Certificate own = certificate.certificate();
        if (!belong(own, key)) {
            throw key.wrong(
                    "is not the key of the certificate "
                            + certificate.path()
                            + ". Name the one that it was made with");
        }
        if (!Certificates.current(own)) {
            throw certificate.wrong(
                    "is valid from "
                            + own.getNotBefore().toInstant()
                            + " until "
                            + own.getNotAfter().toInstant()
                            + ". Take one that is now");
        }
        return new OwnFiles(key.bytes(), certificate.bytes(), own);
    }

    private static boolean belong(X509Certificate certificate, TypedFile file)
            throws FailedException {
        PrivateKey key = file.key();
        try {
            return belong(certificate, key);
        } catch (GeneralSecurityException e) {
            throw file.wrong("cannot be used: " + e.getMessage(), e);
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
