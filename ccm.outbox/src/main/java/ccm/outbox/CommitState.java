package ccm.outbox;

import java.util.List;

/** How far a queue is on disk. Under the monitor of the queue's state. */
final class CommitState {
    private static final long SOON_NANOS = 35_000_000; // leaves 15 of the 50 ms to the disk
    private static final long CURSOR_NANOS = 1_500_000_000;
    private static final long RETRY_NANOS = 1_000_000_000;

    private long written;
    private long lastOnDisk;
    private long cursorOnDisk;
    private long waitsNow; // the newest record that somebody waits for
    private long soonSince;
    private long cursorSince;
    private boolean cursorTimed;

    CommitState(Recovered found) {
        this.written = found.next() - 1;
        this.lastOnDisk = written;
        this.cursorOnDisk = found.removed();
    }

    /** Every record up to this number is on disk, or need not be. */
    long written() {
        return written;
    }

    /** A record was appended; true when the commit thread has to hear of it. */
    boolean appended(Entry entry, long nanos) {
        boolean first = entry.sequence() == written + 1;
        if (first) {
            soonSince = nanos;
        }
        if (entry.now) {
            waitsNow = entry.sequence();
        }
        return first || entry.now;
    }

    /** Records were removed; true when the commit thread has to hear of it. */
    boolean removed(long removed, long nanos) {
        if (cursorTimed || !cursorWanted(removed)) {
            return false;
        }
        cursorTimed = true;
        cursorSince = nanos;
        return true;
    }

    /** What was in a group is on disk; so is the cursor. */
    void written(long upTo, List<Entry> group, long cursor) {
        written = upTo;
        cursorOnDisk = cursor;
        cursorTimed = false;
        if (!group.isEmpty()) {
            lastOnDisk = group.get(group.size() - 1).sequence();
        }
    }

    /** Records that need not be written are passed over. */
    void passed(long upTo) {
        written = upTo;
    }

    /** Somebody waits, or a record has waited long enough. */
    boolean recordsDue(long next, long nanos) {
        return waitsNow > written || written + 1 < next && nanos - soonSince >= SOON_NANOS;
    }

    boolean cursorDue(long removed, long nanos) {
        return cursorWanted(removed) && cursorTimed && nanos - cursorSince >= CURSOR_NANOS;
    }

    /** Removals that the disk does not know, of records that it has. */
    private boolean cursorWanted(long removed) {
        return removed > cursorOnDisk && lastOnDisk > cursorOnDisk;
    }

    /** True when a closing queue has a cursor to write: its numbers go on behind it. */
    boolean cursorBehind(long removed) {
        return removed > cursorOnDisk;
    }

    /** Nanoseconds until something is due; {@link CommitLoop#NEVER} when nothing is known of. */
    long pause(long next, long nanos, boolean failing) {
        if (failing) {
            return RETRY_NANOS;
        }
        if (waitsNow > written) {
            return 0;
        }
        long pause = CommitLoop.NEVER;
        if (written + 1 < next) {
            pause = Math.min(pause, soonSince + SOON_NANOS - nanos);
        }
        if (cursorTimed) {
            pause = Math.min(pause, cursorSince + CURSOR_NANOS - nanos);
        }
        return Math.max(0, pause);
    }
}
