package ccm.outbox;

import ccm.api.outbox.StoredRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A segment in memory. Does not change. */
final class Page {
    private final Segment segment;
    private final Optional<SegmentHeader> header;
    private final Segment.End loaded;
    private final ByteBuffer bytes;
    private final long[] sequences;
    private final int[] positions;

    Page(Segment segment, Segment.End loaded, Optional<SegmentHeader> header, SegmentScan scan) {
        this.segment = segment;
        this.loaded = loaded;
        this.header = header;
        this.bytes = scan.bytes();
        this.sequences = scan.sequences();
        this.positions = scan.positions();
    }

    Segment segment() {
        return segment;
    }

    Optional<SegmentHeader> header() {
        return header;
    }

    /** True when it shows all records of its segment up to a number that are on disk. */
    boolean reaches(long upTo) {
        return lastSequence() >= upTo || loaded.position() == segment.end().position();
    }

    int count() {
        return sequences.length;
    }

    /** Number of its last record; one less than its first could have when there is none. */
    long lastSequence() {
        return sequences.length == 0 ? segment.first() - 1 : sequences[sequences.length - 1];
    }

    /** Records whose number is greater than the one and not greater than the other. */
    int count(long after, long upTo) {
        return Math.max(0, index(upTo) - index(after));
    }

    /** Bytes that those take. */
    long bytes(long after, long upTo) {
        long sum = 0;
        int end = index(upTo);
        for (int i = index(after); i < end; i++) {
            sum += RecordCodec.sizeOf(RecordCodec.length(bytes, positions[i]));
        }
        return sum;
    }

    /** When the first of those was appended. */
    OptionalLong created(long after, long upTo) {
        int i = index(after);
        return i < index(upTo)
                ? OptionalLong.of(RecordCodec.created(bytes, positions[i]))
                : OptionalLong.empty();
    }

    /** The first of those, at most so many. */
    List<StoredRecord> read(long after, long upTo, int max) {
        int from = index(after);
        int end = (int) Math.min(index(upTo), (long) from + max);
        List<StoredRecord> records = new ArrayList<>(Math.max(0, end - from));
        for (int i = from; i < end; i++) {
            records.add(record(i));
        }
        return records;
    }

    private StoredRecord record(int i) {
        int data = positions[i] + RecordCodec.HEADER;
        int length = RecordCodec.length(bytes, positions[i]);
        return new StoredRecord(
                sequences[i],
                RecordCodec.created(bytes, positions[i]),
                Arrays.copyOfRange(bytes.array(), data, data + length));
    }

    /** Index of the first record with a number greater than that. */
    private int index(long after) {
        int found = Arrays.binarySearch(sequences, after);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
