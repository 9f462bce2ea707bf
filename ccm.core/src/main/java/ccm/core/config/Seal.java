package ccm.core.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the disk: AES-256-GCM under this device's key. The path is part of the seal, so
 * a sealed value moved to another setting does not open.
 */
final class Seal {
    private static final String MARK = "sealed:1:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final DeviceKey key;

    Seal(DeviceKey key) {
        this.key = key;
    }

    /** True for what {@link #seal} made, of whatever device. */
    static boolean sealed(String text) {
        return text.startsWith(MARK);
    }

    /**
     * The text that may be on disk.
     *
     * @throws IOException there is no key yet and it cannot be stored
     */
    String seal(String path, String secret) throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce); // not kept: it is seldom needed and slow to load
        byte[] content = secret.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, key.make(), nonce, path).doFinal(content);
            byte[] all =
                    ByteBuffer.allocate(nonce.length + closed.length)
                            .put(nonce)
                            .put(closed)
                            .array();
            return MARK + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM: missing in this Java runtime", e);
        }
    }

    /** The secret; empty when it was sealed with another key, for another path, or is damaged. */
    Optional<String> open(String path, String text) {
        byte[] secretKey = key.load().orElse(null);
        if (secretKey == null) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getDecoder().decode(text.substring(MARK.length()));
            if (all.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, secretKey, nonce, path)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Optional.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty(); // the caller says which setting, and what to do
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String path)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(path.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
