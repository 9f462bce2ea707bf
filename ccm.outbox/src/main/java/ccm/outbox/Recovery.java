package ccm.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds out where a queue was left. Reads the last segment and the one that the oldest record is
 * in, however many there are; all of them only when the last one lost its header.
 */
final class Recovery {
    private static final int LARGEST_FILE = 256 << 20;

    private final Disk disk;
    private final Pages pages;
    private final Damage damage;
    private final List<Segment> segments = new ArrayList<>();

    Recovery(Disk disk, Pages pages, Damage damage) {
        this.disk = disk;
        this.pages = pages;
        this.damage = damage;
    }

    Recovered run() throws IOException {
        for (String name : disk.names()) {
            Segment.named(name).ifPresent(segments::add);
        }
        if (segments.isEmpty()) {
            return Recovered.nothing();
        }
        segments.sort(Comparator.comparingLong(Segment::first).thenComparingLong(Segment::salt));
        return fromLast(segments.size() - 1);
    }

    private Recovered fromLast(int index) throws IOException {
        Segment last = segments.get(index);
        byte[] bytes = disk.content(last.name(), LARGEST_FILE);
        Optional<SegmentHeader> header = SegmentHeader.decode(bytes, last);
        SegmentScan scan = new SegmentScan(bytes, last).thorough();
        if (header.isEmpty()) {
            damage.report(last, Math.max(1, scan.lost()));
            last.check();
            return recount();
        }
        if (scan.lost() > 0) {
            damage.report(last, scan.lost());
        }
        long inside = header.get().records() + scan.count();
        Page unsized = new Page(last, Segment.End.OF_FILE, header, scan);
        long size = header.get().bytes() + unsized.bytes(0, Long.MAX_VALUE);
        last.endsAt(new Segment.End(scan.end(), inside, size));
        last.check();
        Page page = new Page(last, last.end(), header, scan);
        pages.keep(page);
        long removed = Math.max(scan.cursor(), header.get().removed());
        long next = Math.max(removed, page.lastSequence()) + 1;
        int capacity = header.get().capacity();
        // Without a hole no record is left behind the end, so there is nothing to clear. With one,
        // nothing more is written here: the header of the next segment says what was readable.
        Optional<Recovered.Tail> tail =
                scan.holes()
                        ? Optional.empty()
                        : Optional.of(new Recovered.Tail(last, capacity, bytes.length >= capacity));
        return counted(removed, next, tail);
    }

    /** Counts the live records of the head's segment; the headers know the number of the rest. */
    private Recovered counted(long removed, long next, Optional<Recovered.Tail> tail)
            throws IOException {
        Segment last = segments.get(segments.size() - 1);
        Segment head = headOf(removed);
        if (head == last) {
            Page page = pages.peek(last, 0).orElseThrow();
            return new Recovered(
                    segments,
                    removed,
                    next,
                    page.count(removed, Long.MAX_VALUE),
                    page.bytes(removed, Long.MAX_VALUE),
                    tail);
        }
        Segment after = segments.get(segments.indexOf(head) + 1);
        Optional<SegmentHeader> border =
                SegmentHeader.decode(disk.content(after.name(), SegmentHeader.BLOCK), after);
        if (border.isEmpty()) {
            return recount();
        }
        Page page = load(head);
        return new Recovered(
                segments,
                removed,
                next,
                page.count(removed, Long.MAX_VALUE) + last.end().records() - border.get().records(),
                page.bytes(removed, Long.MAX_VALUE) + last.end().bytes() - border.get().bytes(),
                tail);
    }

    private Segment headOf(long removed) {
        Segment head = segments.get(0);
        for (Segment segment : segments) {
            if (segment.first() <= removed + 1) {
                head = segment;
            }
        }
        return head;
    }

    /** The slow way, when headers are lost: every segment is read. Nothing is written on. */
    private Recovered recount() throws IOException {
        long removed = 0;
        Segment last = segments.get(segments.size() - 1);
        long next = last.first() + 1;
        Segment.End written = new Segment.End(SegmentHeader.BLOCK, 0, 0);
        for (Segment segment : segments) {
            byte[] bytes = disk.content(segment.name(), LARGEST_FILE);
            SegmentScan scan = new SegmentScan(bytes, segment).thorough();
            Optional<SegmentHeader> header = SegmentHeader.decode(bytes, segment);
            Page page = new Page(segment, Segment.End.OF_FILE, header, scan);
            removed = Math.max(removed, scan.cursor());
            removed = Math.max(removed, header.map(SegmentHeader::removed).orElse(0L));
            next = Math.max(next, Math.max(removed, page.lastSequence()) + 1);
            long records = header.map(SegmentHeader::records).orElse(written.records());
            long size = header.map(SegmentHeader::bytes).orElse(written.bytes());
            written =
                    new Segment.End(
                            scan.end(),
                            records + page.count(),
                            size + page.bytes(0, Long.MAX_VALUE));
        }
        last.endsAt(written);
        long count = 0;
        long size = 0;
        for (Segment segment : segments) {
            Page page = load(segment);
            count += page.count(removed, Long.MAX_VALUE);
            size += page.bytes(removed, Long.MAX_VALUE);
        }
        return new Recovered(segments, removed, next, count, size, Optional.empty());
    }

    private Page load(Segment segment) throws IOException {
        int index = segments.indexOf(segment);
        Optional<Segment> next =
                index + 1 < segments.size()
                        ? Optional.of(segments.get(index + 1))
                        : Optional.empty();
        Pages.Loaded loaded = pages.load(segment, next);
        if (loaded.lost() > 0 && !segment.checked()) {
            damage.report(segment, loaded.lost());
        }
        segment.check();
        return loaded.page();
    }
}
