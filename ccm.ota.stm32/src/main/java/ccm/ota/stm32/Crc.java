package ccm.ota.stm32;

/**
 * The checksum that loaders compute: polynomial 04C11DB7, all ones at first, over little-endian
 * words from their top bit down, nothing reflected or inverted.
 */
final class Crc {
    static final int POLYNOMIAL = 0x04C11DB7;
    static final int INITIAL = 0xFFFFFFFF;
    private static final int WORD = 4;
    private static final int[] TABLE = table();

    private Crc() {}

    /** Of some bytes; their count is a multiple of 4. */
    static int of(byte[] bytes, int offset, int count) {
        int crc = INITIAL;
        for (int word = offset; word < offset + count; word += WORD) {
            for (int i = WORD - 1; i >= 0; i--) {
                crc = crc << 8 ^ TABLE[(crc >>> 24 ^ bytes[word + i]) & 0xFF];
            }
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[i] = crc;
        }
        return table;
    }
}
