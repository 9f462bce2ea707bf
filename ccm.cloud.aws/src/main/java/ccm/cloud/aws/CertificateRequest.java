package ccm.cloud.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;

/** Asks for a certificate (PKCS#10, RFC 2986), so that the key never leaves the gateway. */
final class CertificateRequest {
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int TEXT = 0x0c; // UTF8String
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int ATTRIBUTES = 0xa0; // [0], none
    private static final byte[] COMMON_NAME = {0x06, 3, 0x55, 0x04, 0x03};
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x06, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };

    private CertificateRequest() {}

    /**
     * Makes one, as PEM.
     *
     * @param name the common name
     * @param key of an elliptic curve
     */
    static String pem(String name, KeyPair key) throws GeneralSecurityException {
        byte[] subject =
                element(
                        SEQUENCE,
                        element(
                                SET,
                                element(
                                        SEQUENCE,
                                        joined(COMMON_NAME, element(TEXT, name.getBytes(UTF_8))))));
        byte[] asked =
                element(
                        SEQUENCE,
                        joined(
                                element(INTEGER, new byte[] {0}),
                                subject,
                                key.getPublic().getEncoded(),
                                element(ATTRIBUTES, new byte[0])));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(asked);
        byte[] whole =
                element(
                        SEQUENCE,
                        joined(
                                asked,
                                element(SEQUENCE, ECDSA_WITH_SHA256),
                                element(BITS, joined(new byte[] {0}, signature.sign()))));
        return block("CERTIFICATE REQUEST", whole);
    }

    /**
     * Whether a certificate is for that key.
     *
     * @param pem what was answered; false for what is none
     */
    static boolean answered(String pem, KeyPair key) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)))
                    .getPublicKey()
                    .equals(key.getPublic());
        } catch (CertificateException e) {
            return false;
        }
    }

    /** A PEM block. */
    static String block(String kind, byte[] content) {
        return "-----BEGIN "
                + kind
                + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content)
                + "\n-----END "
                + kind
                + "-----\n";
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= 0x80) {
            int octets = content.length > 0xff ? 2 : 1; // a request is far below 64 KiB
            out.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(content.length >>> 8 * i);
            }
        } else {
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
