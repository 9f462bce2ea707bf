package ccm.ota.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The fields of a zip file's headers, at their offsets. */
final class ZipHeaders {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int DESCRIPTOR = 0x08074b50;
    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;
    static final int DESCRIPTOR_BYTES = 12; // without its mark, which may be missing

    /** Where the fields that both headers have begin: version needed, flags, method, … */
    static final int LOCAL_FIELDS = 4;

    static final int CENTRAL_FIELDS = 6;

    private static final int SHORT = 0xffff;
    private static final long INT = 0xffff_ffffL;

    private final ByteBuffer bytes;

    ZipHeaders(byte[] file) {
        bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean is(int mark, int at) {
        return at >= 0 && at + Integer.BYTES <= bytes.limit() && bytes.getInt(at) == mark;
    }

    int number16(int at) {
        return bytes.getShort(at) & SHORT;
    }

    long number32(int at) {
        return bytes.getInt(at) & INT;
    }

    byte[] copy(int at, int count) {
        byte[] copy = new byte[count];
        bytes.get(at, copy);
        return copy;
    }

    byte[] array() {
        return bytes.array();
    }
}
