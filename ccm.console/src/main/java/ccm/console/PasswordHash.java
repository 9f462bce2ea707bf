package ccm.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2), as text {@code
 * pbkdf2:rounds:salt:hash}. Shows nothing of the password.
 */
final class PasswordHash {
    private static final String SCHEME = "pbkdf2";
    private static final int ROUNDS = 200_000;
    private static final int BYTES = 32;
    private static final int PARTS = 4;

    private final int rounds;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int rounds, byte[] salt, byte[] hash) {
        this.rounds = rounds;
        this.salt = salt;
        this.hash = hash;
    }

    static PasswordHash of(String password) {
        byte[] salt = new byte[BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    /** Reads the text back. */
    static PasswordHash parse(String text) {
        String[] parts = text.split(":");
        if (parts.length != PARTS || !SCHEME.equals(parts[0])) {
            throw new IllegalArgumentException("not a password hash of ours");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new PasswordHash(
                Integer.parseInt(parts[1]), base64.decode(parts[2]), base64.decode(parts[3]));
    }

    /** Compares in a time that says nothing about where the difference is. */
    boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, rounds));
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME
                + ":"
                + rounds
                + ":"
                + base64.encodeToString(salt)
                + ":"
                + base64.encodeToString(hash);
    }

    /**
     * A digest of a whole login, to know it again without deriving anew for every picture of a
     * page.
     */
    byte[] digest(String login) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return sha.digest(login.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no PBKDF2 with HMAC-SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
