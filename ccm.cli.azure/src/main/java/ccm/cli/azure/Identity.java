package ccm.cli.azure;

import ccm.cli.line.FailedException;
import ccm.cli.setup.DeviceKey;
import ccm.cli.setup.Target;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * A certificate with its key, for a gateway.
 *
 * @param key as PEM; absent when the gateway has it already, and the certificate too
 * @param pem the certificate, and those between it and its authority
 * @param certificate the first of those
 */
record Identity(Optional<byte[]> key, byte[] pem, X509Certificate certificate) {
    private static final int NAME = 16; // so much of the device's id is in names of files

    /** What the names of its files begin with. */
    static String stem(String device) {
        String name = device.replaceAll("[^A-Za-z0-9._-]", "_");
        return "azure-" + name.substring(0, Math.min(NAME, name.length()));
    }

    /** What the gateway has since an earlier run, or a new one. */
    static Identity of(String device, Target gateway) throws FailedException {
        Optional<byte[]> there =
                gateway.has(stem(device) + ".key.pem")
                        ? gateway.file(stem(device) + ".crt.pem")
                        : Optional.empty();
        try {
            if (there.isPresent()) {
                X509Certificate found = read(there.get());
                if (isFor(found, device) && current(found)) {
                    return new Identity(Optional.empty(), there.get(), found);
                }
            }
            return made(device);
        } catch (CertificateException e) {
            return made(device); // what is there is none
        }
    }

    private static Identity made(String device) throws FailedException {
        DeviceKey key = DeviceKey.make();
        byte[] pem = key.certificate(device);
        try {
            return new Identity(Optional.of(key.pem()), pem, read(pem));
        } catch (CertificateException e) {
            throw new FailedException(device + ": no name for a certificate", e);
        }
    }

    /** True when it names this device, and no other. */
    boolean isFor(String device) {
        return isFor(certificate, device);
    }

    /** What a hub knows it by. */
    String thumbprint() {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has it
        }
    }

    private static X509Certificate read(byte[] pem) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem));
    }

    private static boolean isFor(X509Certificate certificate, String device) {
        try {
            LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
            return subject.getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .anyMatch(part -> part.getValue().equals(device));
        } catch (InvalidNameException e) {
            return false;
        }
    }

    static boolean current(X509Certificate certificate) {
        Instant now = Instant.now();
        return now.isAfter(certificate.getNotBefore().toInstant())
                && now.isBefore(certificate.getNotAfter().toInstant());
    }

    @Override
    public String toString() {
        return "Identity[" + certificate.getSubjectX500Principal() + "]"; // the key is a secret
    }
}
