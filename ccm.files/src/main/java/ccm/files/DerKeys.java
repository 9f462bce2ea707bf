package ccm.files;

/**
 * Finds private keys in DER, wherever they begin: PKCS #1, PKCS #8 plain and encrypted, SEC 1, DSA,
 * PKCS #12, and the key stores of Java. Looks at their first elements only, so one that is broken
 * off is found, too.
 *
 * <p>Source: RFC 8017 appendix A.1.2, RFC 5958 sections 2 and 3, RFC 5915 section 3, RFC 7292
 * section 4.
 */
final class DerKeys {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int OID = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int LONG_LENGTH = 0x80;
    private static final int LONGEST_LENGTH = 4;
    private static final int SMALLEST_MODULUS = 32;
    private static final int SMALLEST_SCALAR = 16;
    private static final int PKCS12_VERSION = 3;
    private static final int[] JKS = {0xFE, 0xED, 0xFE, 0xED};
    private static final int[] JCEKS = {0xCE, 0xCE, 0xCE, 0xCE};
    private static final int[] PASSWORD_BASED = {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05 // pkcs-5
    };
    private static final int[] PASSWORD_BASED_12 = {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C // pkcs-12
    };
    private static final int[] CONTENT = {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07 // pkcs-7
    };

    private final byte[] bytes;
    private int at; // behind the header that was read last
    private long length; // that it claims; -1 for "until its end mark"

    private DerKeys(byte[] bytes) {
        this.bytes = bytes;
    }

    /** True when a key begins somewhere. */
    static boolean in(byte[] bytes) {
        DerKeys keys = new DerKeys(bytes);
        if (keys.matches(0, JKS) || keys.matches(0, JCEKS)) {
            return true;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == SEQUENCE && keys.at(i)) {
                return true;
            }
        }
        return false;
    }

    /** True when a key begins right at the start. */
    static boolean atStart(byte[] bytes) {
        return new DerKeys(bytes).at(0);
    }

    private boolean at(int start) {
        at = start;
        return header(SEQUENCE) && (encrypted(at) || versioned(at));
    }

    /** A sequence of an algorithm that begins with the name of a password-based one. */
    private boolean encrypted(int start) {
        at = start;
        return header(SEQUENCE)
                && header(OID)
                && (matches(at, PASSWORD_BASED) || matches(at, PASSWORD_BASED_12));
    }

    private boolean versioned(int start) {
        at = start;
        if (!header(INTEGER) || length != 1 || at >= bytes.length) {
            return false;
        }
        int version = bytes[at];
        int rest = at + 1;
        return version == PKCS12_VERSION
                ? store(rest)
                : version >= 0 && version <= 1 && (numbers(rest) || scalar(rest) || info(rest));
    }

    private boolean store(int start) {
        at = start;
        return header(SEQUENCE) && header(OID) && matches(at, CONTENT);
    }

    /** RSA and DSA: a large number follows. */
    private boolean numbers(int start) {
        at = start;
        return header(INTEGER) && length >= SMALLEST_MODULUS;
    }

    private boolean scalar(int start) {
        at = start;
        return header(OCTETS) && length >= SMALLEST_SCALAR;
    }

    /** An algorithm and the key in octets; a certificate has a name there, which is a sequence. */
    private boolean info(int start) {
        at = start;
        if (!header(SEQUENCE) || length < 0) {
            return false;
        }
        long behind = at + length;
        return header(OID) && (behind >= bytes.length || bytes[(int) behind] == OCTETS);
    }

    private boolean header(int tag) {
        if (at + 1 >= bytes.length || bytes[at] != tag) {
            return false;
        }
        int first = bytes[at + 1] & 0xFF;
        at += 2;
        if (first < LONG_LENGTH) {
            length = first;
            return true;
        }
        int count = first - LONG_LENGTH;
        if (count > LONGEST_LENGTH || at + count > bytes.length) {
            return false;
        }
        length = count == 0 ? -1 : 0;
        for (int i = 0; i < count; i++) {
            length = length << Byte.SIZE | bytes[at++] & 0xFF;
        }
        return true;
    }

    private boolean matches(int start, int... wanted) {
        if (start + wanted.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[start + i] & 0xFF) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
