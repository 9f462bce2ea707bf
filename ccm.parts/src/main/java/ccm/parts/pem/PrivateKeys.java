package ccm.parts.pem;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/** Private keys in the three forms that tools write; Java itself reads PKCS#8 alone. */
final class PrivateKeys {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xa0; // [0] of SEC1
    private static final byte[] ZERO = {INTEGER, 1, 0};
    private static final byte[] RSA = {
        0x06, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 0x05, 0
    };
    private static final byte[] EC = {0x06, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final String[] KINDS = {"EC", "RSA", "EdDSA"};

    private PrivateKeys() {}

    /** {@code BEGIN PRIVATE KEY}, RFC 5208. */
    static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                continue; // of another kind
            }
        }
        throw new GeneralSecurityException("the key is neither RSA nor elliptic curve");
    }

    /** {@code BEGIN RSA PRIVATE KEY}, RFC 8017 appendix A.1.2. */
    static PrivateKey pkcs1(byte[] der) throws GeneralSecurityException {
        return pkcs8(wrapped(RSA, der));
    }

    /** {@code BEGIN EC PRIVATE KEY}, RFC 5915; the curve must be named in it. */
    static PrivateKey sec1(byte[] der) throws GeneralSecurityException {
        return pkcs8(wrapped(joined(EC, curve(der)), der));
    }

    /** PKCS#8: version, algorithm, key. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(
                SEQUENCE, joined(joined(ZERO, element(SEQUENCE, algorithm)), element(OCTETS, key)));
    }

    private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
        try {
            ByteBuffer inside = content(ByteBuffer.wrap(sec1), SEQUENCE);
            content(inside, INTEGER);
            content(inside, OCTETS);
            ByteBuffer name = content(inside, CURVE);
            byte[] curve = new byte[name.remaining()];
            name.get(curve);
            return curve;
        } catch (RuntimeException e) { // cut off, or not what it says
            throw new GeneralSecurityException(
                    "the key names no curve. write it anew: openssl pkey -in IN -out OUT", e);
        }
    }

    /** Steps over the next element. */
    private static ByteBuffer content(ByteBuffer from, int tag) {
        if ((from.get() & 0xff) != tag) {
            throw new IllegalArgumentException("another tag");
        }
        int length = from.get() & 0xff;
        if (length >= 0x80) {
            int octets = length & 0x7f;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | from.get() & 0xff;
            }
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= 0x80) {
            int octets = content.length > 0xffff ? 3 : content.length > 0xff ? 2 : 1;
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

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }
}
