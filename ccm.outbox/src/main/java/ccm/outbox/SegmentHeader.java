package ccm.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first block of a segment; written twice in it, so that one bad sector does no harm.
 *
 * @param first number of the first record that may be in the segment
 * @param salt with which the checksums of its records begin
 * @param removed every record up to this number was removed when the segment began
 * @param records records written to the queue before this segment
 * @param bytes bytes they took
 * @param capacity bytes of the file
 */
record SegmentHeader(long first, long salt, long removed, long records, long bytes, int capacity) {
    /** Bytes in front of the first record: one block of a disk. */
    static final int BLOCK = 4096;

    private static final long MAGIC = 0x43434d6f75746278L; // "CCMoutbx"
    private static final int VERSION = 1;
    private static final int SECOND_COPY = 2048;
    private static final int CHECKED = 60;

    ByteBuffer encode() {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        put(block, 0);
        put(block, SECOND_COPY);
        return block.rewind();
    }

    private void put(ByteBuffer block, int at) {
        block.position(at);
        block.putLong(MAGIC).putInt(VERSION).putInt(capacity);
        block.putLong(first).putLong(salt).putLong(removed).putLong(records).putLong(bytes);
        block.putInt(at + CHECKED, checksum(block.array(), at));
    }

    /**
     * Reads it back; empty when neither copy is whole, or they are of another file.
     *
     * @throws IOException it is whole, but of a version that is not ours
     */
    static Optional<SegmentHeader> decode(byte[] bytes, Segment segment) throws IOException {
        ByteBuffer block = ByteBuffer.wrap(bytes);
        Optional<SegmentHeader> header = decode(block, 0);
        if (header.isEmpty()) {
            header = decode(block, SECOND_COPY);
        }
        return header.filter(
                found -> found.salt == segment.salt() && found.first == segment.first());
    }

    private static Optional<SegmentHeader> decode(ByteBuffer block, int at) throws IOException {
        if (block.limit() < at + CHECKED + Integer.BYTES
                || block.getLong(at) != MAGIC
                || block.getInt(at + CHECKED) != checksum(block.array(), at)) {
            return Optional.empty();
        }
        block.position(at + Long.BYTES);
        int version = block.getInt();
        if (version != VERSION) {
            throw new IOException(
                    "format " + version + ", this software knows " + VERSION + ". Update it");
        }
        int capacity = block.getInt();
        long first = block.getLong();
        long salt = block.getLong();
        long removed = block.getLong();
        return Optional.of(
                new SegmentHeader(
                        first, salt, removed, block.getLong(), block.getLong(), capacity));
    }

    private static int checksum(byte[] block, int at) {
        CRC32C crc = new CRC32C();
        crc.update(block, at, CHECKED);
        return (int) crc.getValue();
    }
}
