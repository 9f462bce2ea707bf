package ccm.cli.azure;

import ccm.cli.line.FailedException;
import ccm.cli.setup.Certificates;
import ccm.cli.setup.DeviceKey;
import ccm.cli.setup.OwnFiles;
import ccm.cli.setup.Target;
import java.security.cert.X509Certificate;
import java.util.Locale;
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
        Optional<X509Certificate> found =
                there.flatMap(Certificates::first)
                        .filter(each -> isFor(each, device) && Certificates.current(each));
        return found.isPresent()
                ? new Identity(Optional.empty(), there.get(), found.get())
                : made(device);
    }

    /** One of somebody's own. */
    static Identity of(OwnFiles own) {
        return new Identity(Optional.of(own.key()), own.pem(), own.certificate());
    }

    private static Identity made(String device) throws FailedException {
        DeviceKey key = DeviceKey.make();
        byte[] pem = key.certificate(device);
        return new Identity(
                Optional.of(key.pem()),
                pem,
                Certificates.first(pem)
                        .orElseThrow(
                                () -> new FailedException(device + ": no name for a certificate")));
    }

    /** True when it names this device, and no other. */
    boolean isFor(String device) {
        return isFor(certificate, device);
    }

    /** What a hub knows it by. */
    String thumbprint() {
        return Certificates.fingerprint(certificate).toUpperCase(Locale.ROOT);
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

    @Override
    public String toString() {
        return "Identity[" + certificate.getSubjectX500Principal() + "]"; // the key is a secret
    }
}
