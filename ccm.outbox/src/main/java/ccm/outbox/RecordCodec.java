package ccm.outbox;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record in a file: checksum, kind and length, number, time, data.
 *
 * <p>The checksum begins with the salt of the file. So what an earlier life of the file left behind
 * is never taken for a record, nor is anything that a host can send.
 */
final class RecordCodec {
    /** A record of the queue. */
    static final int DATA = 1;

    /** Says that every record up to its number is removed. */
    static final int CURSOR = 2;

    /** Bytes in front of the data. */
    static final int HEADER = 24;

    /** The longest data that the format can say. */
    static final int LONGEST = (1 << 27) - 1;

    private static final int KIND_SHIFT = 28;
    private static final int FIRST_OF_GROUP = 1 << 27;
    private static final int CHECKED_FROM = 4;
    private static final byte[] NOTHING = {};

    private final CRC32C crc = new CRC32C();
    private final byte[] salt = new byte[Long.BYTES];

    RecordCodec(long salt) {
        ByteBuffer.wrap(this.salt).putLong(salt);
    }

    /** Bytes that a record takes in a file. */
    static int sizeOf(int dataLength) {
        return HEADER + dataLength;
    }

    void putCursor(ByteBuffer out, long removed, boolean firstOfGroup) {
        put(out, CURSOR, firstOfGroup, removed, 0, NOTHING);
    }

    void putRecord(ByteBuffer out, Entry entry, boolean firstOfGroup) {
        byte[] data = entry.record.data();
        put(out, DATA, firstOfGroup, entry.sequence(), entry.record.createdMillis(), data);
    }

    private void put(
            ByteBuffer out, int kind, boolean first, long sequence, long created, byte[] data) {
        int start = out.position();
        int limit = out.limit();
        int flags = kind << KIND_SHIFT | (first ? FIRST_OF_GROUP : 0);
        out.putInt(0).putInt(flags | data.length).putLong(sequence).putLong(created).put(data);
        out.limit(out.position()).position(start + CHECKED_FROM);
        seed();
        crc.update(out); // ends at the limit, which is the end of the record
        out.limit(limit);
        out.putInt(start, (int) crc.getValue());
    }

    /** True when a whole record with a right checksum begins there. */
    boolean valid(ByteBuffer in, int at) {
        if (at + HEADER > in.limit()) {
            return false;
        }
        int kind = kind(in, at);
        int size = sizeOf(length(in, at));
        if (kind < DATA || kind > CURSOR || at + size > in.limit()) {
            return false;
        }
        seed();
        crc.update(in.array(), at + CHECKED_FROM, size - CHECKED_FROM);
        return (int) crc.getValue() == in.getInt(at);
    }

    static int kind(ByteBuffer in, int at) {
        return in.getInt(at + 4) >>> KIND_SHIFT;
    }

    static int length(ByteBuffer in, int at) {
        return in.getInt(at + 4) & LONGEST;
    }

    /** True for the first record of a group: all before it was on disk when it was written. */
    static boolean firstOfGroup(ByteBuffer in, int at) {
        return (in.getInt(at + 4) & FIRST_OF_GROUP) != 0;
    }

    static long sequence(ByteBuffer in, int at) {
        return in.getLong(at + 8);
    }

    static long created(ByteBuffer in, int at) {
        return in.getLong(at + 16);
    }

    private void seed() {
        crc.reset();
        crc.update(salt);
    }
}
