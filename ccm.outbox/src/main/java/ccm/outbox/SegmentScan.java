package ccm.outbox;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the records in the bytes of a segment.
 *
 * <p>The quick way ends at the first thing that is no record, where a segment normally ends. The
 * thorough way then looks for more behind it: what a bad block or a torn write has spared.
 */
final class SegmentScan {
    private static final int SMALLEST = 256;
    private static final long MOST_RECORDS = 1L << 32; // in one segment, skipped ones included

    private final ByteBuffer in;
    private final RecordCodec codec;
    private long[] sequences = new long[SMALLEST];
    private int[] positions = new int[SMALLEST];
    private final long highest;
    private int count;
    private long last;
    private long cursor;
    private int end = SegmentHeader.BLOCK;
    private boolean holes;
    private long lost; // in holes behind which a later group was written
    private long lostInGroup; // in holes of the group that is being scanned

    SegmentScan(byte[] bytes, Segment segment) {
        this.in = ByteBuffer.wrap(bytes);
        this.codec = new RecordCodec(segment.salt());
        this.last = segment.first() - 1;
        this.highest = segment.first() + MOST_RECORDS;
    }

    SegmentScan quick() {
        while (takeAt(end)) {
            continue; // takeAt moves the end
        }
        return this;
    }

    SegmentScan thorough() {
        quick();
        for (int at = end + 1; at + RecordCodec.HEADER <= in.limit(); at++) {
            long before = last;
            if (plausible(at) && takeAt(at)) {
                holes = true;
                lostInGroup += Math.max(1, sequences[Math.max(0, count - 1)] - before - 1);
                settle(at);
                quick();
                at = end;
            }
        }
        return this;
    }

    private boolean takeAt(int at) {
        if (!codec.valid(in, at)) {
            return false;
        }
        long sequence = RecordCodec.sequence(in, at);
        int kind = RecordCodec.kind(in, at);
        if (kind == RecordCodec.DATA) {
            if (sequence <= last) {
                return false; // numbers only grow: not of this log
            }
            add(sequence, at);
        } else {
            cursor = Math.max(cursor, sequence);
        }
        end = at + RecordCodec.sizeOf(RecordCodec.length(in, at));
        settle(at);
        return true;
    }

    /** A group is written only when all before it is on disk: a hole before it is a loss. */
    private void settle(int at) {
        if (RecordCodec.firstOfGroup(in, at)) {
            lost += lostInGroup;
            lostInGroup = 0;
        }
    }

    private boolean plausible(int at) {
        int kind = RecordCodec.kind(in, at);
        long sequence = RecordCodec.sequence(in, at);
        return kind >= RecordCodec.DATA
                && kind <= RecordCodec.CURSOR
                && sequence >= 0
                && sequence < highest;
    }

    private void add(long sequence, int at) {
        if (count == positions.length) {
            sequences = Arrays.copyOf(sequences, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
        }
        sequences[count] = sequence;
        positions[count] = at;
        count++;
        last = sequence;
    }

    ByteBuffer bytes() {
        return in;
    }

    long[] sequences() {
        return Arrays.copyOf(sequences, count);
    }

    int[] positions() {
        return Arrays.copyOf(positions, count);
    }

    int count() {
        return count;
    }

    /** Where the last record or cursor ends. */
    int end() {
        return end;
    }

    /** The highest number that a cursor says is removed. */
    long cursor() {
        return cursor;
    }

    /** True when something between the records is not readable. */
    boolean holes() {
        return holes;
    }

    /** Records lost for sure, at least; a group torn by a crash was promised to nobody. */
    long lost() {
        return lost;
    }
}
