package ccm.parts.firmware;

import java.util.Arrays;

/** Motorola S-records: S1 to S3 hold data, S7 to S9 end the file. */
final class SRecords extends HexLines {
    private static final int LEAST = 4;

    @Override
    void take(String line) throws ImageException {
        if (line.length() < LEAST || line.charAt(0) != 'S') {
            throw new ImageException("does not begin with S. Is it a file of S-records?");
        }
        byte[] record = bytes(line.substring(2));
        if (record.length < 2 || record.length != 1 + (record[0] & 0xff)) {
            throw new ImageException("its length is not what it says. Is it cut off?");
        }
        int last = record.length - 1;
        int computed = ~sum(record, last) & 0xff;
        if ((record[last] & 0xff) != computed) {
            throw checksum(record[last] & 0xff, computed);
        }
        switch (line.charAt(1)) {
            case '1' -> place(record, 2);
            case '2' -> place(record, 3);
            case '3' -> place(record, 4);
            case '7', '8', '9' -> end();
            case '0', '5', '6' -> {
                return; // a title, or how many records there are
            }
            default -> throw new ImageException("a record S" + line.charAt(1) + " is not known");
        }
    }

    private void place(byte[] record, int addressBytes) throws ImageException {
        int start = 1 + addressBytes;
        if (record.length <= start) {
            throw new ImageException("too short for an address");
        }
        data(number(record, 1, addressBytes), Arrays.copyOfRange(record, start, record.length - 1));
    }
}
