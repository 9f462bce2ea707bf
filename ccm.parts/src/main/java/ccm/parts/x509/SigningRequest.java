package ccm.parts.x509;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/**
 * A request for a certificate, PKCS #10 (RFC 2986), with a key on a curve.
 *
 * @param subject the name that is asked for, as DER
 * @param key the public key that is asked for
 */
public record SigningRequest(byte[] subject, PublicKey key) {
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final byte[] SIGNED_WITH = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] NO_ATTRIBUTES = Der.element(0xa0);
    private static final byte[] VERSION_1 = Der.integer(new byte[] {0});
    private static final String COMMON_NAME = "2.5.4.3";

    /** A name that is a common name alone, as DER. */
    public static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(commonName))));
    }

    /** Asks for a certificate for this key, which is on a curve; the text is PEM. */
    public static String make(String commonName, KeyPair pair) throws GeneralSecurityException {
        byte[] body =
                Der.sequence(
                        VERSION_1, name(commonName), pair.getPublic().getEncoded(), NO_ATTRIBUTES);
        Signature signature = Signature.getInstance(SIGNATURE);
        signature.initSign(pair.getPrivate());
        signature.update(body);
        byte[] whole = Der.sequence(body, SIGNED_WITH, Der.bits(signature.sign()));
        return PemText.of("CERTIFICATE REQUEST", whole);
    }

    /**
     * Reads one, and checks that whoever made it has the key.
     *
     * @throws GeneralSecurityException when it is damaged, or was signed with another key
     */
    public static SigningRequest read(String pem) throws GeneralSecurityException {
        try {
            DerReader request = new DerReader(PemText.content(pem)).enter();
            byte[] body = request.element();
            byte[] algorithm = request.enter().content();
            DerReader inside = new DerReader(body).enter();
            inside.element(); // the version
            byte[] subject = inside.element();
            PublicKey key = key(inside.element());
            ByteArrayInputStream signed = new ByteArrayInputStream(request.content());
            signed.skip(1); // how many bits of the last byte count for nothing: none
            Signature signature = Signature.getInstance(signatureName(algorithm));
            signature.initVerify(key);
            signature.update(body);
            if (!signature.verify(signed.readAllBytes())) {
                throw new GeneralSecurityException("the request is not signed with its own key");
            }
            return new SigningRequest(subject, key);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no request for a certificate", e);
        }
    }

    private static PublicKey key(byte[] encoded) throws GeneralSecurityException {
        byte[] algorithm = new DerReader(encoded).enter().enter().content();
        String name = algorithm.length == 9 ? "RSA" : "EC"; // 1.2.840.113549.1.1.1 is the longer
        return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** SHA-256 with ECDSA has an identifier of 8 bytes, with RSA one of 9. */
    private static String signatureName(byte[] algorithm) {
        return algorithm.length == 9 ? "SHA256withRSA" : SIGNATURE;
    }
}
