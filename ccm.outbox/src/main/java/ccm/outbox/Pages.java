package ccm.outbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * The segments that are in memory: the one that records are removed from, and the one that is read.
 */
final class Pages {
    private static final int LARGEST_FILE = 256 << 20; // what no segment of ours reaches

    /**
     * A segment just read.
     *
     * @param lost records that should be in it and are not
     * @param lostBytes bytes they took
     */
    record Loaded(Page page, long lost, long lostBytes) {}

    private final Disk disk;
    private volatile Page newest; // null while there is none
    private volatile Page other; // null while there is none

    Pages(Disk disk) {
        this.disk = disk;
    }

    /** The page of a segment that shows its records up to a number, if it is in memory. */
    Optional<Page> peek(Segment segment, long upTo) {
        Page[] both = {newest, other};
        for (Page page : both) {
            if (page != null && page.segment() == segment && page.reaches(upTo)) {
                return Optional.of(page);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a segment. Blocks; never call it under the monitor of the queue's state.
     *
     * @param next the segment after it, when there is one
     */
    synchronized Loaded load(Segment segment, Optional<Segment> next) throws IOException {
        Segment.End end = segment.end();
        byte[] bytes = disk.content(segment.name(), Math.min(end.position(), LARGEST_FILE));
        Optional<SegmentHeader> header = SegmentHeader.decode(bytes, segment);
        Segment.End expected = end.known() || next.isEmpty() ? end : endBefore(next.get());
        SegmentScan scan = new SegmentScan(bytes, segment).quick();
        long wanted = header.map(found -> expected.records() - found.records()).orElse(-1L);
        if (!expected.known() || scan.count() < wanted || wanted < 0) {
            scan = new SegmentScan(bytes, segment).thorough();
        }
        Page page = new Page(segment, end, header, scan);
        keep(page);
        return loaded(page, scan, expected);
    }

    private Loaded loaded(Page page, SegmentScan scan, Segment.End expected) {
        if (page.header().isEmpty()) { // nothing says how many there were
            return new Loaded(page, Math.max(1, scan.lost()), 0);
        }
        if (!expected.known()) {
            return new Loaded(page, scan.lost(), 0);
        }
        SegmentHeader header = page.header().get();
        long lost = expected.records() - header.records() - page.count();
        long lostBytes = expected.bytes() - header.bytes() - page.bytes(0, Long.MAX_VALUE);
        return lost > 0 ? new Loaded(page, lost, Math.max(0, lostBytes)) : new Loaded(page, 0, 0);
    }

    private Segment.End endBefore(Segment next) throws IOException {
        try {
            byte[] block = disk.content(next.name(), SegmentHeader.BLOCK);
            return SegmentHeader.decode(block, next)
                    .map(header -> new Segment.End(0, header.records(), header.bytes()))
                    .orElse(Segment.End.OF_FILE);
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
            return Segment.End.OF_FILE; // removed a moment ago
        }
    }

    /** Takes a page that recovery has read already. */
    synchronized void keep(Page page) {
        if (newest != null && newest.segment() != page.segment()) {
            other = newest;
        }
        newest = page;
    }

    /** Lets the memory go: the queue is read from its newest records now. */
    synchronized void clear() {
        newest = null;
        other = null;
    }
}
