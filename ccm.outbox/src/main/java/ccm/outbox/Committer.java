package ccm.outbox;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the records of one queue to disk, a group at a time. Only the commit thread calls it. */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final int GROUP_BYTES = 256 << 10;

    private final String name;
    private final Disk disk;
    private final QueueState state;
    private final SegmentLog log;
    private final List<Entry> group = new ArrayList<>();
    private final List<Entry> skipped = new ArrayList<>();
    private int groupBytes;
    private long groupEnd;
    private int failures;
    private long failedAt;
    private boolean startFailed;
    private volatile OutboxException failure; // null while the disk takes what we write

    Committer(String name, Disk disk, QueueState state, SegmentLog log) {
        this.name = name;
        this.disk = disk;
        this.state = state;
        this.log = log;
    }

    /** Why nothing can be stored now. */
    Optional<OutboxException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Writes one group.
     *
     * @param all whether or not it is due
     * @return how many records it had
     */
    int turn(boolean all) {
        try {
            if (failure != null) {
                if (!all && System.nanoTime() - failedAt < RETRY_NANOS) {
                    return 0;
                }
                recover();
            }
            boolean cursor = collect(all);
            if (group.isEmpty() && !cursor) {
                pass();
            } else {
                write();
            }
            retire();
            return group.size();
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) { // the thread must live: nothing else brings records to disk
            fail(new IOException(e));
        }
        return 0;
    }

    /** The disk does not take what is written; from now on it is tried again and again. */
    void fail(IOException cause) {
        failures++;
        failedAt = System.nanoTime();
        String text =
                "outbox "
                        + name
                        + ": cannot write to "
                        + disk
                        + " ("
                        + cause
                        + "). Is the disk"
                        + " full or read-only? Records are refused until it can be written";
        OutboxException told = new OutboxException(Kind.STORAGE, text, cause);
        if (failures == 1) {
            LOG.error("{}", text, cause);
        } else {
            LOG.debug("outbox {}: failed {} times, now {}", name, failures, cause.toString());
        }
        List<Entry> failed;
        synchronized (state) {
            failure = told;
            failed = state.withdraw();
        }
        log.distrust();
        failed.forEach(entry -> entry.stored.completeExceptionally(told));
    }

    /** The folder could not be made or locked; what it holds is known only if it was there. */
    void failAtStart(IOException cause) {
        startFailed = true;
        fail(cause);
    }

    private void recover() throws IOException {
        if (startFailed) {
            disk.open();
            boolean appeared =
                    disk.names().stream().anyMatch(file -> Segment.named(file).isPresent());
            if (appeared && !hasSegments()) {
                throw new IOException("its disk came after the start. Restart to read it");
            }
            startFailed = false;
        }
        addSegment(ready(0, next()));
        LOG.info("outbox {}: can write to {} again", name, disk);
        failures = 0;
        failure = null;
    }

    private boolean hasSegments() {
        synchronized (state) {
            return state.hasSegments();
        }
    }

    private long next() {
        synchronized (state) {
            return state.recent.next();
        }
    }

    /** Chooses what goes into the group; true when the cursor has to be written in any case. */
    private boolean collect(boolean all) {
        group.clear();
        skipped.clear();
        groupBytes = 0;
        synchronized (state) {
            long nanos = System.nanoTime();
            long removed = state.removed();
            groupEnd = state.commits.written();
            if (all || state.commits.recordsDue(state.recent.next(), nanos)) {
                fill(removed);
            }
            return state.commits.cursorDue(removed, nanos)
                    || all && state.commits.cursorBehind(removed);
        }
    }

    private void fill(long removed) {
        long next = state.recent.next();
        while (groupEnd + 1 < next) {
            Entry entry = state.recent.get(groupEnd + 1);
            if (!entry.withdrawn()) {
                if (!entry.now && entry.sequence() <= removed) {
                    skipped.add(entry); // gone before it came to disk: it never has to
                } else if (group.isEmpty() || groupBytes + entry.size() <= GROUP_BYTES) {
                    group.add(entry);
                    groupBytes += entry.size();
                } else {
                    return;
                }
            }
            groupEnd++;
        }
    }

    private void pass() {
        synchronized (state) {
            state.commits.passed(groupEnd);
            state.evict();
        }
        complete(skipped);
    }

    private void write() throws IOException {
        int largest = group.isEmpty() ? 0 : group.get(0).size();
        addSegment(ready(largest, group.isEmpty() ? next() : group.get(0).sequence()));
        fit(log.room());
        long removed;
        synchronized (state) {
            removed = state.removed();
        }
        log.write(group, groupBytes, removed);
        synchronized (state) {
            state.commits.written(groupEnd, group, removed);
            state.evict();
        }
        complete(group);
        complete(skipped);
    }

    /** Leaves to the next group what does not fit in the segment. */
    private void fit(int room) {
        while (groupBytes > room) {
            Entry last = group.remove(group.size() - 1);
            groupBytes -= last.size();
            groupEnd = last.sequence() - 1;
        }
        skipped.removeIf(entry -> entry.sequence() > groupEnd);
    }

    private Optional<Segment> ready(int bytes, long first) throws IOException {
        long removed;
        synchronized (state) {
            removed = state.removed();
        }
        return log.ready(bytes, first, removed);
    }

    private void addSegment(Optional<Segment> begun) {
        if (begun.isPresent()) {
            synchronized (state) {
                state.addSegment(begun.get());
            }
        }
    }

    private static void complete(List<Entry> entries) {
        for (Entry entry : entries) {
            entry.stored.complete(entry.sequence());
        }
    }

    private void retire() throws IOException {
        Optional<Segment> leaving = leaving();
        while (leaving.isPresent()) {
            log.retire(leaving.get());
            leaving = leaving();
        }
    }

    private Optional<Segment> leaving() {
        synchronized (state) {
            return state.leaving();
        }
    }

    /** Closes the files; what is still not on disk is lost, and its appenders are told. */
    void close(OutboxException closed) {
        List<Entry> left = new ArrayList<>();
        synchronized (state) {
            for (long at = state.commits.written() + 1; at < state.recent.next(); at++) {
                left.add(state.recent.get(at));
            }
        }
        left.forEach(entry -> entry.stored.completeExceptionally(closed));
        log.close();
        Closing.quietly(disk::close);
    }
}
