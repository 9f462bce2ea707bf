package ccm.parts.x509;

import java.util.Arrays;

/** Reads elements of ASN.1 DER, one after the other. */
public final class DerReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    /** Reads these bytes. */
    public DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** True when another element follows. */
    public boolean more() {
        return at < end;
    }

    /** The tag of the next element. */
    public int tag() {
        return octet(at);
    }

    /** Enters the next element, and goes behind it here. */
    public DerReader enter() {
        int content = contentOf(at);
        int next = content + lengthOf(at);
        at = next;
        return new DerReader(bytes, content, next);
    }

    /** The next element, tag and all. */
    public byte[] element() {
        int from = at;
        enter();
        return Arrays.copyOfRange(bytes, from, at);
    }

    /** What is in the next element. */
    public byte[] content() {
        DerReader inside = enter();
        return Arrays.copyOfRange(bytes, inside.at, inside.end);
    }

    private int contentOf(int element) {
        int length = octet(element + 1);
        return element + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private int lengthOf(int element) {
        int length = octet(element + 1);
        if (length >= 0x80) {
            int count = length & 0x7f;
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | octet(element + 2 + i);
            }
        }
        if (length < 0 || contentOf(element) + length > end) {
            throw new IllegalArgumentException("DER ends in the middle of an element");
        }
        return length;
    }

    private int octet(int index) {
        if (index >= end) {
            throw new IllegalArgumentException("DER ends in the middle of an element");
        }
        return bytes[index] & 0xff;
    }
}
