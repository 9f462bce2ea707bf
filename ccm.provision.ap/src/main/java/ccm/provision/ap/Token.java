package ccm.provision.ap;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a form has to send back so that it is known to be ours: another site cannot read it. */
final class Token {
    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 32;

    private final byte[] secret = new byte[BYTES]; // one for each opening

    Token() {
        new SecureRandom().nextBytes(secret);
    }

    /** The one for the forms that this address gets. */
    String of(String address) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return HexFormat.of().formatHex(mac.doFinal(address.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC, e); // each must have it
        }
    }

    boolean fits(String address, String token) {
        return MessageDigest.isEqual(
                of(address).getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }
}
