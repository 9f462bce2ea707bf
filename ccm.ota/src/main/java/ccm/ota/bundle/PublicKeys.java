package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Public keys as they are set: for ECDSA on the curve P-256, the only one that bundles use. */
final class PublicKeys {
    /** What comes before the point in each key of this curve (SubjectPublicKeyInfo, RFC 5480). */
    private static final byte[] BEFORE_POINT =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private static final int POINT_BYTES = 65;
    private static final byte UNCOMPRESSED = 4;

    private PublicKeys() {}

    /** Reads {@code update.key} of that number. */
    static PublicKey read(int number, String text) throws FirmwareException {
        try {
            byte[] key = Base64.getDecoder().decode(body(text));
            byte[] whole = key.length == POINT_BYTES ? joined(key) : key;
            int before = BEFORE_POINT.length;
            if (whole.length != before + POINT_BYTES
                    || !Arrays.equals(whole, 0, before, BEFORE_POINT, 0, before)
                    || whole[before] != UNCOMPRESSED) {
                throw new GeneralSecurityException("a key of another kind");
            }
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(whole));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new FirmwareException(
                    Reason.NOT_CONFIGURED,
                    "update.key%d: is not a public key of ECDSA P-256 (%s). Set what this prints: openssl pkey -in KEY -pubout"
                            .formatted(number, e.getMessage()),
                    e);
        }
    }

    /** Without the lines around a PEM block, and without blanks. */
    private static String body(String text) {
        return text.replaceAll("-----[A-Z ]*-----|\\s", "");
    }

    private static byte[] joined(byte[] point) {
        return ByteBuffer.allocate(BEFORE_POINT.length + point.length)
                .put(BEFORE_POINT)
                .put(point)
                .array();
    }
}
