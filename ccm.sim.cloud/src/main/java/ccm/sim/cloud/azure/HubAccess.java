package ccm.sim.cloud.azure;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a device says who it is.
 *
 * @param keys in base64, either of which may sign
 * @param thumbprints of certificates, SHA-1 or SHA-256 in lower-case hex
 * @param signed true when a certificate of the authority with the device's name will do
 */
public record HubAccess(List<String> keys, List<String> thumbprints, boolean signed) {
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public HubAccess {
        keys = List.copyOf(keys);
        thumbprints = List.copyOf(thumbprints);
    }

    /** Two new keys. */
    public static HubAccess byKeys() {
        return new HubAccess(List.of(newKey(), newKey()), List.of(), false);
    }

    /** This key alone. */
    public static HubAccess byKey(String base64) {
        return new HubAccess(List.of(base64), List.of(), false);
    }

    /** Certificates, whoever signed them. */
    public static HubAccess byThumbprints(String... hex) {
        return new HubAccess(
                List.of(),
                Arrays.stream(hex)
                        .map(each -> each.replace(":", "").toLowerCase(Locale.ROOT))
                        .toList(),
                false);
    }

    /** A certificate of the authority with the name of the device. */
    public static HubAccess byAuthority() {
        return new HubAccess(List.of(), List.of(), true);
    }

    /** A new key, in base64. */
    public static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /**
     * Whether a certificate says that somebody is the device.
     *
     * @param ours whether the authority signed it
     */
    boolean shownBy(X509Certificate certificate, String device, boolean ours) {
        return signed
                ? ours && commonName(certificate).equals(Optional.of(device))
                : thumbprints.contains(print("SHA-1", certificate))
                        || thumbprints.contains(print("SHA-256", certificate));
    }

    /** The name that a certificate is for. */
    static Optional<String> commonName(X509Certificate certificate) {
        return Arrays.stream(certificate.getSubjectX500Principal().getName().split("(?<!\\\\),"))
                .map(String::trim)
                .filter(part -> part.startsWith("CN="))
                .map(part -> part.substring("CN=".length()))
                .findFirst();
    }

    private static String print(String algorithm, X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has both
        }
    }

    @Override
    public String toString() {
        return "HubAccess[masked]";
    }
}
