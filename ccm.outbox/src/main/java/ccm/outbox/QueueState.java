package ccm.outbox;

import ccm.api.outbox.QueueStatus;
import ccm.api.outbox.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a queue holds. Every method wants the monitor of this object, which is never held while a
 * file is read or written: a method that lacks a segment in memory returns it, to be loaded without
 * the monitor, and is then called again.
 *
 * <p>Every record above {@link #removed} is in {@link #recent}, or on disk in the segment that its
 * number says, or both.
 */
final class QueueState {
    private static final long KEPT_BYTES = 2 << 20; // on disk already, for a reader that keeps up
    private static final int KEPT_COUNT = 16_384;
    private static final long UNWRITTEN_BYTES = 8 << 20;
    private static final int UNWRITTEN_COUNT = 200_000;
    private static final long UNKNOWN = -1;

    final RecentRecords recent;
    final CommitState commits;
    private final QueueLimits limits;
    private final Pages pages;
    private final List<Segment> segments;
    private long removed;
    private long count;
    private long bytes;
    private long oldest = UNKNOWN;
    private long dropped;
    private long rejected;
    private boolean readerWaits;

    QueueState(QueueLimits limits, Pages pages, Recovered found) {
        this.limits = limits;
        this.pages = pages;
        this.segments = new ArrayList<>(found.segments());
        this.removed = found.removed();
        this.count = found.count();
        this.bytes = found.bytes();
        this.recent = new RecentRecords(found.next());
        this.commits = new CommitState(found);
    }

    /** Every record up to this number is gone. */
    long removed() {
        return removed;
    }

    QueueStatus status(long damaged) {
        return new QueueStatus(count, bytes, Math.max(0, oldest), dropped, rejected, damaged);
    }

    Entry add(byte[] data, boolean now, long millis) {
        Entry entry = new Entry(new StoredRecord(recent.next(), millis, data), now);
        recent.add(entry);
        count++;
        bytes += entry.size();
        if (oldest <= 0 && count == 1) {
            oldest = millis;
        }
        return entry;
    }

    /** Removes records up to a number. */
    Optional<Segment> remove(long upTo) {
        long target = Math.min(upTo, recent.next() - 1);
        while (removed < target) {
            if (removed + 1 >= recent.first() || segments.isEmpty()) {
                removeRecent(target);
            } else {
                Optional<Segment> missing = removeStored(target);
                if (missing.isPresent()) {
                    return missing;
                }
            }
            oldest = UNKNOWN;
        }
        evict();
        return oldest == UNKNOWN ? findOldest() : Optional.empty();
    }

    private void removeRecent(long target) {
        for (long at = Math.max(removed + 1, recent.first()); at <= target; at++) {
            forget(recent.get(at));
        }
        removed = target;
    }

    private Optional<Segment> removeStored(long target) {
        Segment segment = segmentOf(removed + 1);
        Optional<Page> page = pages.peek(segment, removed + 1);
        if (page.isEmpty()) {
            return Optional.of(segment);
        }
        long last = Math.min(target, lastStoredIn(segment));
        long reached = page.get().reaches(last) ? last : page.get().lastSequence();
        count -= page.get().count(removed, reached);
        bytes -= page.get().bytes(removed, reached);
        removed = reached;
        return Optional.empty();
    }

    private Optional<Segment> findOldest() {
        while (removed + 1 < recent.first() && !segments.isEmpty()) {
            Segment segment = segmentOf(removed + 1);
            Optional<Page> page = pages.peek(segment, removed + 1);
            if (page.isEmpty()) {
                return Optional.of(segment);
            }
            long last = lastStoredIn(segment);
            OptionalLong created = page.get().created(removed, last);
            if (created.isPresent()) {
                oldest = created.getAsLong();
                return Optional.empty();
            }
            removed = last; // what was left of the segment is damaged
        }
        findOldestRecent();
        return Optional.empty();
    }

    private void findOldestRecent() {
        for (long at = Math.max(removed + 1, recent.first()); at < recent.next(); at++) {
            if (!recent.get(at).withdrawn()) {
                oldest = recent.get(at).record.createdMillis();
                return;
            }
        }
        oldest = 0;
        count = 0;
        bytes = 0;
    }

    /** Removes what is too old. */
    Optional<Segment> expire(long millis) {
        long before = count;
        Optional<Segment> missing = oldest == UNKNOWN ? findOldest() : Optional.empty();
        while (missing.isEmpty() && tooOld(millis)) {
            missing = remove(removed + 1);
        }
        dropped += before - count;
        return missing;
    }

    private boolean tooOld(long millis) {
        return limits.maxAgeMillis() > 0 && oldest > 0 && oldest < millis - limits.maxAgeMillis();
    }

    /** Removes the oldest records until one of that size fits. */
    Optional<Segment> makeRoom(int size) {
        long before = count;
        Optional<Segment> missing = Optional.empty();
        while (missing.isEmpty() && count > 0 && !fits(size)) {
            missing = remove(removed + 1);
        }
        dropped += before - count;
        return missing;
    }

    boolean fits(int size) {
        return bytes + size <= limits.maxBytes() && count < limits.maxCount();
    }

    /** True when the disk is so slow that no more can wait for it. */
    boolean backedUp() {
        return recent.bytes() > KEPT_BYTES + UNWRITTEN_BYTES || recent.count() > UNWRITTEN_COUNT;
    }

    void reject() {
        rejected++;
    }

    long count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    long dropped() {
        return dropped;
    }

    /** The next records; or, when they are not in memory, the segment that they are in. */
    record Read(List<StoredRecord> records, Optional<Segment> missing) {}

    Read read(long after, int max) {
        long from = Math.max(after, removed);
        while (from + 1 < recent.first() && !segments.isEmpty()) {
            Segment segment = segmentOf(from + 1);
            Optional<Page> page = pages.peek(segment, from + 1);
            if (page.isEmpty()) {
                return new Read(List.of(), Optional.of(segment));
            }
            List<StoredRecord> found = page.get().read(from, lastStoredIn(segment), max);
            if (!found.isEmpty()) {
                return new Read(found, Optional.empty());
            }
            from = lastStoredIn(segment);
        }
        return new Read(readRecent(from, max), Optional.empty());
    }

    private List<StoredRecord> readRecent(long after, int max) {
        List<StoredRecord> found = new ArrayList<>();
        for (long at = Math.max(after + 1, recent.first());
                at < recent.next() && found.size() < max;
                at++) {
            if (!recent.get(at).withdrawn()) {
                found.add(recent.get(at).record);
            }
        }
        readerWaits = found.isEmpty();
        return found;
    }

    /** True once for a reader that found nothing. */
    boolean wakesReader() {
        boolean waits = readerWaits;
        readerWaits = false;
        return waits;
    }

    /** The disk failed: takes back what somebody waits for. */
    List<Entry> withdraw() {
        List<Entry> failed = new ArrayList<>();
        for (long at = commits.written() + 1; at < recent.next(); at++) {
            Entry entry = recent.get(at);
            if (entry.now && !entry.withdrawn()) {
                if (at > removed) {
                    forget(entry);
                }
                entry.withdraw();
                failed.add(entry);
            }
        }
        oldest = UNKNOWN;
        return failed;
    }

    private void forget(Entry entry) {
        if (!entry.withdrawn()) {
            count--;
            bytes -= entry.size();
        }
    }

    /** Records were lost in a segment. */
    void lose(long records, long lostBytes) {
        count = Math.max(0, count - records);
        bytes = Math.max(0, bytes - lostBytes);
    }

    boolean hasSegments() {
        return !segments.isEmpty();
    }

    void addSegment(Segment segment) {
        segments.add(segment);
    }

    Optional<Segment> after(Segment segment) {
        int next = segments.indexOf(segment) + 1;
        return next < segments.size() ? Optional.of(segments.get(next)) : Optional.empty();
    }

    /** The oldest segment if nothing in it is needed; from then on it is not one of the queue. */
    Optional<Segment> leaving() {
        if (segments.size() < 2 || segments.get(1).first() - 1 > removed) {
            return Optional.empty();
        }
        Segment gone = segments.remove(0);
        gone.leave();
        return Optional.of(gone);
    }

    /** Forgets records that are on disk or removed, as far as memory is short. */
    void evict() {
        while (recent.count() > 0
                && recent.first() <= commits.written()
                && (recent.first() <= removed
                        || recent.bytes() > KEPT_BYTES
                        || recent.count() > KEPT_COUNT)) {
            recent.removeFirst();
        }
    }

    /** True when nothing is left that only the disk has. */
    boolean inMemory() {
        return removed + 1 >= recent.first();
    }

    private long lastStoredIn(Segment segment) {
        long next = after(segment).map(Segment::first).orElse(Long.MAX_VALUE);
        return Math.min(next, recent.first()) - 1;
    }

    private Segment segmentOf(long sequence) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) { // the wanted one is in low..high
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).first() <= sequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return segments.get(low);
    }
}
