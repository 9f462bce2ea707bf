package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A symmetric key, which signs tokens; shows nothing. */
final class SasKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private SasKey(byte[] key) {
        this.key = key;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException it is no base64, or empty; names no part of it
     */
    static SasKey of(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no base64 text. copy all of the key");
        }
        if (key.length == 0) {
            throw new IllegalArgumentException("is empty. copy all of the key");
        }
        return new SasKey(key);
    }

    /** The key of one device of an enrollment group. */
    SasKey derived(String registrationId) {
        return new SasKey(sign(registrationId));
    }

    /** A token that opens {@code resource} until then. */
    String token(String resource, Instant end) {
        String name = Percent.encode(resource);
        String until = Long.toString(end.getEpochSecond());
        String signature = Base64.getEncoder().encodeToString(sign(name + "\n" + until));
        return "SharedAccessSignature sr="
                + name
                + "&sig="
                + Percent.encode(signature)
                + "&se="
                + until;
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) { // every Java has it
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SasKey[masked]";
    }
}
