package ccm.outbox;

/**
 * The newest records of a queue, all that are not on disk yet among them. Their numbers have no
 * gap, so a ring finds each at once.
 */
final class RecentRecords {
    private static final int SMALLEST = 64;

    private Entry[] ring = new Entry[SMALLEST]; // its length is a power of two
    private long first;
    private long next;
    private long bytes;

    RecentRecords(long next) {
        this.first = next;
        this.next = next;
    }

    /** Number of the oldest record here, or {@link #next} when there is none. */
    long first() {
        return first;
    }

    /** Number that the next record gets. */
    long next() {
        return next;
    }

    int count() {
        return (int) (next - first);
    }

    long bytes() {
        return bytes;
    }

    Entry get(long sequence) {
        return ring[slot(sequence)];
    }

    void add(Entry entry) {
        if (count() == ring.length) {
            grow();
        }
        ring[slot(next)] = entry;
        next++;
        bytes += entry.size();
    }

    void removeFirst() {
        bytes -= get(first).size();
        ring[slot(first)] = null;
        first++;
    }

    private void grow() {
        Entry[] old = ring;
        ring = new Entry[2 * old.length];
        for (long at = first; at < next; at++) {
            ring[slot(at)] = old[(int) (at & (old.length - 1))];
        }
    }

    private int slot(long sequence) {
        return (int) (sequence & (ring.length - 1));
    }
}
