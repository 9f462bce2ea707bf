package ccm.ota.stm32;

/** What one Write Memory command carries, as its two frames; filled anew for each, never made. */
final class Block {
    static final int SIZE = 256;

    final byte[] address = new byte[5];
    final byte[] data = new byte[SIZE + 2];
    private long start;
    private int count;

    /** Takes bytes for an address; their count is a multiple of 4, and at most {@link #SIZE}. */
    void fill(long to, byte[] from, int offset, int bytes) {
        start = to;
        count = bytes;
        address(address, to);
        int sum = bytes - 1;
        data[0] = (byte) sum;
        for (int i = 0; i < bytes; i++) {
            byte next = from[offset + i];
            data[i + 1] = next;
            sum ^= next;
        }
        data[bytes + 1] = (byte) sum;
    }

    /** Writes the frame that names an address. */
    static void address(byte[] frame, long to) {
        word(frame, 0, (int) to);
        frame[4] = (byte) (frame[0] ^ frame[1] ^ frame[2] ^ frame[3]);
    }

    static void word(byte[] frame, int offset, int value) {
        frame[offset] = (byte) (value >>> 24);
        frame[offset + 1] = (byte) (value >>> 16);
        frame[offset + 2] = (byte) (value >>> 8);
        frame[offset + 3] = (byte) value;
    }

    long start() {
        return start;
    }

    int count() {
        return count;
    }

    /** How many bytes the data's frame has. */
    int dataLength() {
        return count + 2;
    }
}
