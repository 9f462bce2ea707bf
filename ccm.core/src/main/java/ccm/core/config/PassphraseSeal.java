package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets under a passphrase, so that they can be opened on another device: AES-256-GCM, the
 * key by PBKDF2 (RFC 8018) with HMAC-SHA-256.
 */
final class PassphraseSeal {
    /** A shorter one is guessed too soon. */
    static final int MIN_LENGTH = 8;

    private static final String KDF = "PBKDF2WithHmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int ITERATIONS = 210_000;
    private static final int MAX_ITERATIONS = 2_000_000; // what a stranger may have us work
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;

    private PassphraseSeal() {}

    /** The sealed form, as JSON that says how it was sealed. */
    static ObjectNode seal(String passphrase, byte[] content) throws ConfigException {
        checkLength(passphrase);
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, ITERATIONS, nonce);
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("kdf", KDF)
                    .put("iterations", ITERATIONS)
                    .put("salt", salt)
                    .put("nonce", nonce)
                    .put("sealed", cipher.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(KDF + ": missing in this Java runtime", e);
        }
    }

    /**
     * The content.
     *
     * @throws ConfigException the passphrase is another one, or what is sealed is damaged
     */
    static byte[] open(String passphrase, JsonNode sealed) throws ConfigException {
        checkLength(passphrase);
        int iterations = sealed.path("iterations").asInt();
        if (!KDF.equals(sealed.path("kdf").asText())
                || iterations < 1
                || iterations > MAX_ITERATIONS) {
            throw new ConfigException(
                    Kind.INVALID,
                    "secrets: sealed in a way that is not known here, must be by "
                            + KDF
                            + " in at most "
                            + MAX_ITERATIONS
                            + " iterations");
        }
        try {
            return cipher(
                            Cipher.DECRYPT_MODE,
                            passphrase,
                            sealed.path("salt").binaryValue(),
                            iterations,
                            sealed.path("nonce").binaryValue())
                    .doFinal(sealed.path("sealed").binaryValue());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new ConfigException(
                    Kind.INVALID, "secrets: do not open with this passphrase, or are damaged", e);
        }
    }

    private static void checkLength(String passphrase) throws ConfigException {
        if (passphrase.length() < MIN_LENGTH) {
            throw new ConfigException(
                    Kind.INVALID,
                    "passphrase: must be at least " + MIN_LENGTH + " characters long");
        }
    }

    private static Cipher cipher(
            int mode, String passphrase, byte[] salt, int iterations, byte[] nonce)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), salt, iterations, KEY_BITS);
        byte[] key = SecretKeyFactory.getInstance(KDF).generateSecret(spec).getEncoded();
        spec.clearPassword();
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
