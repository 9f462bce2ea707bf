package ccm.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Writes the segments of one queue. Only the commit thread calls it.
 *
 * <p>A segment gets its whole length before its first record, so that a group costs one write and
 * one force of the blocks it touches and nothing else. A segment that is no longer needed becomes
 * the next one: a busy queue writes no block twice.
 *
 * <p>A segment has its name only when its header is on disk. Whatever may follow its last record is
 * cleared on disk before the next group, so that what a crash left there never comes back.
 */
final class SegmentLog implements Closeable {
    /** The file that becomes the next segment. */
    static final String SPARE = "spare";

    /** Bytes of a cursor. */
    static final int CURSOR = RecordCodec.HEADER;

    private static final int CLEARED_AT_ONCE = 4096; // larger ones are cached as one piece, and
    // some kernels then write all of the piece for a few bytes in it
    private static final int LEFT_TO_OTHERS = 64 << 10;
    private static final int SMALLEST_GROUP = 8 << 10;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CLEARED_AT_ONCE);
    private static final int RANDOM_BITS = 24;
    private static final int BLOCK = SegmentHeader.BLOCK;

    private final Disk disk;
    private final int segmentBytes;
    private final IntSupplier random;
    private Optional<Segment> active;
    private Segment.End end;
    private RecordCodec codec = new RecordCodec(0);
    private LogFile file; // null while not open
    private int capacity;
    private boolean clean;
    private long lastSalt;
    private boolean namesForced = true;
    private ByteBuffer group = ByteBuffer.allocateDirect(SMALLEST_GROUP);

    SegmentLog(Disk disk, int segmentBytes, IntSupplier random, Recovered found) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.random = random;
        this.active = found.tail().map(Recovered.Tail::segment);
        this.capacity = found.tail().map(Recovered.Tail::capacity).orElse(0);
        this.clean = found.tail().map(Recovered.Tail::clean).orElse(false);
        List<Segment> segments = found.segments();
        this.end =
                segments.isEmpty()
                        ? new Segment.End(0, 0, 0)
                        : segments.get(segments.size() - 1).end();
        active.ifPresent(segment -> codec = new RecordCodec(segment.salt()));
        segments.forEach(segment -> lastSalt = Math.max(lastSalt, segment.salt()));
    }

    /**
     * Makes room for so many bytes of records and a cursor.
     *
     * @return the segment that was begun for them, if one was
     */
    Optional<Segment> ready(int bytes, long first, long removed) throws IOException {
        disk.open();
        int needed = bytes + CURSOR;
        if (active.isEmpty() || end.position() + needed > capacity) {
            return Optional.of(begin(needed, first, removed));
        }
        if (!clean) {
            reopen();
        }
        return Optional.empty();
    }

    /** Bytes of records that fit in the segment beside a cursor. */
    int room() {
        return capacity - end.position() - CURSOR;
    }

    /**
     * Writes the cursor and a group; when this returns they are on disk. The group may be empty.
     */
    void write(List<Entry> records, int bytes, long removed) throws IOException {
        if (group.capacity() < bytes + CURSOR) {
            group = ByteBuffer.allocateDirect(2 * (bytes + CURSOR));
        }
        group.clear();
        codec.putCursor(group, removed, true);
        for (Entry record : records) {
            codec.putRecord(group, record, false);
        }
        int size = group.flip().remaining();
        clean = false; // until it is on disk
        open().write(group, end.position());
        open().force();
        clean = true;
        end =
                new Segment.End(
                        end.position() + size, end.records() + records.size(), end.bytes() + bytes);
        active.orElseThrow().endsAt(end);
    }

    /** Removes the file of a segment of which every record is removed, or keeps it as the spare. */
    void retire(Segment segment) throws IOException {
        if (disk.names().contains(SPARE)) {
            disk.delete(segment.name());
        } else {
            disk.rename(segment.name(), SPARE);
            namesForced = false;
        }
    }

    /** After a failure: nothing is known of what follows the last group. */
    void distrust() {
        clean = false;
        closeFile();
    }

    @Override
    public void close() {
        closeFile();
    }

    private Segment begin(int needed, long first, long removed) throws IOException {
        closeFile();
        active = Optional.empty();
        Segment segment = new Segment(first, newSalt(), end);
        if (!namesForced) {
            disk.force(); // else the old name could come back, with the new header in the file
            namesForced = true;
        }
        file = disk.file(SPARE);
        int size = Math.max(segmentBytes, (BLOCK + needed + BLOCK - 1) / BLOCK * BLOCK);
        int length = (int) Math.min(file.size(), Integer.MAX_VALUE - BLOCK);
        clear(length, size);
        capacity = Math.max(size, length);
        SegmentHeader header =
                new SegmentHeader(
                        first, segment.salt(), removed, end.records(), end.bytes(), capacity);
        file.write(header.encode(), 0);
        file.force();
        disk.rename(SPARE, segment.name());
        disk.force();
        end = new Segment.End(BLOCK, end.records(), end.bytes());
        segment.endsAt(end);
        codec = new RecordCodec(segment.salt());
        active = Optional.of(segment);
        clean = true;
        return segment;
    }

    /** Greater than all before, so that names sort by age; and not to be guessed by a host. */
    private long newSalt() {
        lastSalt =
                ((lastSalt >>> RANDOM_BITS) + 1) << RANDOM_BITS
                        | random.getAsInt() & (1 << RANDOM_BITS) - 1;
        return lastSalt;
    }

    private void reopen() throws IOException {
        closeFile();
        open();
        clear(end.position(), capacity);
        file.force();
        clean = true;
    }

    private LogFile open() throws IOException {
        if (file == null) {
            file = disk.file(active.orElseThrow().name());
        }
        return file;
    }

    private void clear(int from, int to) throws IOException {
        if (from >= to) {
            return;
        }
        long more = to - file.size();
        if (more > 0 && disk.usable() < more + LEFT_TO_OTHERS) {
            throw new IOException(
                    "no space left: " + disk.usable() + " bytes free, " + more + " needed");
        }
        for (int at = from; at < to; ) {
            int size = Math.min(CLEARED_AT_ONCE, to - at);
            file.write(ZEROS.slice(0, size), at);
            at += size;
        }
    }

    private void closeFile() {
        if (file != null) {
            Closing.quietly(file);
            file = null;
        }
    }
}
