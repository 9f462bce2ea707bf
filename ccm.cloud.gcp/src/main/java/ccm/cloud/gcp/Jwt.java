package ccm.cloud.gcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs JSON Web Tokens.
 *
 * <p>Source: RFC 7515 (signature), RFC 7518 sections 3.3 and 3.4 (algorithms), RFC 7519 (claims).
 */
final class Jwt {
    private static final int P256_BITS = 256;
    private static final int RSA_BITS = 2_048;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;
    private final String algorithm; // of the token
    private final String signing; // of Java

    private Jwt(PrivateKey key, String algorithm, String signing) {
        this.key = key;
        this.algorithm = algorithm;
        this.signing = signing;
    }

    /**
     * With an RSA key, or one on the curve P-256.
     *
     * @throws IllegalArgumentException another key: says which will do
     */
    static Jwt of(PrivateKey key) {
        if (key instanceof RSAPrivateKey rsa) {
            if (rsa.getModulus().bitLength() < RSA_BITS) {
                throw new IllegalArgumentException(
                        "the RSA key has "
                                + rsa.getModulus().bitLength()
                                + " bits, must be at least "
                                + RSA_BITS);
            }
            return new Jwt(key, "RS256", "SHA256withRSA");
        }
        if (key instanceof ECPrivateKey ec && ec.getParams().getOrder().bitLength() == P256_BITS) {
            // not DER, as Java signs otherwise: R and S, 32 bytes each
            return new Jwt(key, "ES256", "SHA256withECDSAinP1363Format");
        }
        throw new IllegalArgumentException(
                "is a key for " + key.getAlgorithm() + ". make one for RSA, or EC on P-256");
    }

    /** A token for an audience, from now on. */
    String token(String audience, Instant from, Instant end) throws GeneralSecurityException {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", algorithm).put("typ", "JWT");
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("aud", audience);
        claims.put("iat", from.getEpochSecond()).put("exp", end.getEpochSecond());
        String signed = encoded(header) + "." + encoded(claims);
        Signature signature = Signature.getInstance(signing);
        signature.initSign(key);
        signature.update(signed.getBytes(US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String encoded(ObjectNode part) {
        return BASE64.encodeToString(part.toString().getBytes(UTF_8));
    }
}
