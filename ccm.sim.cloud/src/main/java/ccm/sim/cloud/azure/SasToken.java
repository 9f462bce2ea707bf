package ccm.sim.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared access signature that a client shows.
 *
 * @param resource what it opens, as it stands in the token: encoded
 * @param policy empty when it is signed by a key of the resource itself
 */
record SasToken(String resource, String signature, long expiry, String policy) {
    private static final String PREFIX = "SharedAccessSignature ";
    private static final String ALGORITHM = "HmacSHA256";

    /** Empty when it is none. */
    static Optional<SasToken> read(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String fields = text.substring(PREFIX.length());
        Map<String, String> read = Bag.read(fields);
        if (!read.keySet().containsAll(List.of("sr", "sig", "se"))
                || !read.get("se").matches("\\d{1,15}")) {
            return Optional.empty();
        }
        String resource = fields.replaceAll("(?s)^(?:.*&)?sr=([^&]*).*$", "$1");
        return Optional.of(
                new SasToken(
                        resource,
                        read.get("sig"),
                        Long.parseLong(read.get("se")),
                        read.getOrDefault("skn", "")));
    }

    Instant end() {
        return Instant.ofEpochSecond(expiry);
    }

    /** Why it does not open a resource; empty when it does. */
    Optional<String> fault(String wanted, Instant now, List<String> keys) {
        if (!Bag.decode(resource).equalsIgnoreCase(wanted)) {
            return Optional.of("the token is for " + Bag.decode(resource));
        }
        if (!end().isAfter(now)) {
            return Optional.of("the token ended at " + end());
        }
        byte[] shown = signature.getBytes(UTF_8);
        boolean right =
                keys.stream()
                        .map(key -> sign(key, resource + "\n" + expiry).getBytes(UTF_8))
                        .anyMatch(each -> MessageDigest.isEqual(each, shown));
        return right ? Optional.empty() : Optional.of("the token is signed by another key");
    }

    /**
     * A signature.
     *
     * @param key in base64
     * @return in base64
     */
    static String sign(String key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has it
        }
    }
}
