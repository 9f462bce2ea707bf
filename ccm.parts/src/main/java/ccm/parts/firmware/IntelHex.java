package ccm.parts.firmware;

import java.util.Arrays;

/** Intel HEX: lines of length, address, kind, data and a checksum behind a colon. */
final class IntelHex extends HexLines {
    private static final int HEADER = 4;
    private static final int LEAST = 5;
    private static final int WRAP = 0xffff;
    private static final int DATA = 0;
    private static final int END = 1;
    private static final int SEGMENT = 2;
    private static final int START_SEGMENT = 3;
    private static final int UPPER = 4;
    private static final int START = 5;

    private long base;
    private boolean wraps; // addresses stay within 64 kB of a segment

    @Override
    void take(String line) throws ImageException {
        if (line.charAt(0) != ':') {
            throw new ImageException("does not begin with a colon. Is it Intel HEX?");
        }
        byte[] record = bytes(line.substring(1));
        if (record.length < LEAST || record.length != LEAST + (record[0] & 0xff)) {
            throw new ImageException("its length is not what it says. Is it cut off?");
        }
        int last = record.length - 1;
        int computed = -sum(record, last) & 0xff;
        if ((record[last] & 0xff) != computed) {
            throw checksum(record[last] & 0xff, computed);
        }
        take(record[HEADER - 1], record, Arrays.copyOfRange(record, HEADER, last));
    }

    private void take(int kind, byte[] record, byte[] data) throws ImageException {
        switch (kind) {
            case DATA -> place((int) number(record, 1, 2), data);
            case END -> end();
            case SEGMENT -> move(data, 4, true);
            case UPPER -> move(data, 16, false);
            case START_SEGMENT, START -> {
                return; // where a processor begins: a debugger's business
            }
            default -> throw new ImageException("a record of kind " + kind + " is not known");
        }
    }

    private void move(byte[] data, int shift, boolean segment) throws ImageException {
        if (data.length != 2) {
            throw new ImageException("a base of " + data.length + " bytes; it must be 2");
        }
        base = number(data, 0, 2) << shift;
        wraps = segment;
    }

    private void place(int offset, byte[] data) throws ImageException {
        int room = WRAP + 1 - offset;
        if (!wraps || data.length <= room) {
            data(base + offset, data);
            return;
        }
        data(base + offset, Arrays.copyOf(data, room));
        data(base, Arrays.copyOfRange(data, room, data.length));
    }
}
