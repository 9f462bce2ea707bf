package ccm.outbox;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxException.Kind;
import ccm.api.outbox.OutboxQueue;
import ccm.api.outbox.QueueStatus;
import ccm.api.outbox.StoredRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** A queue in a log of segments: what its callers use. */
final class LogQueue implements OutboxQueue {
    private static final long CLOSE_MILLIS = 2_000;

    private final String name;
    private final QueueLimits limits;
    private final LongSupplier clock;
    private final Pages pages;
    private final Damage damage;
    private final QueueState state;
    private final Committer committer;
    private final CommitLoop loop;
    private final FullNotice full;
    private volatile Runnable listener = () -> {};
    private volatile boolean closed;

    private LogQueue(QueueSettings settings, Opening opening) {
        this.name = settings.name();
        this.limits = settings.limits();
        this.clock = settings.clock();
        this.full = new FullNotice(name);
        this.pages = opening.pages();
        this.damage = opening.damage();
        this.state = new QueueState(limits, pages, opening.found());
        SegmentLog log =
                new SegmentLog(
                        opening.disk(),
                        settings.segmentBytes(),
                        settings.random(),
                        opening.found());
        this.committer = new Committer(name, opening.disk(), state, log);
        this.loop = new CommitLoop(new Commits(), settings.threads());
        opening.failure().ifPresent(committer::failAtStart);
    }

    /** Opens the queue in a folder; nothing is written until {@link #start}. */
    static LogQueue open(QueueSettings settings, Disk disk) throws OutboxException {
        return new LogQueue(settings, Opening.of(settings, disk));
    }

    void start() {
        loop.start();
    }

    @Override
    public CompletionStage<Long> append(byte[] record, Durability when) throws OutboxException {
        int size = RecordCodec.sizeOf(record.length);
        if (record.length > limits.maxRecord()) {
            throw reject(full.record(record.length, limits.maxRecord()));
        }
        while (true) {
            Optional<Segment> missing = Optional.empty();
            long dropped;
            synchronized (state) {
                checkTaking();
                long before = state.dropped();
                if (limits.dropOldest()) {
                    missing = state.makeRoom(size);
                }
                dropped = state.dropped() - before;
            }
            if (dropped > 0) {
                full.dropped();
            }
            if (missing.isPresent()) {
                load(missing.get());
                continue;
            }
            return put(record, when == Durability.NOW, dropped > 0);
        }
    }

    private CompletionStage<Long> put(byte[] record, boolean now, boolean dropped)
            throws OutboxException {
        int size = RecordCodec.sizeOf(record.length);
        Entry entry = null;
        String refusal = "";
        boolean wakes = false;
        boolean tells = dropped;
        synchronized (state) {
            checkTaking();
            if (!state.fits(size)) {
                refusal = full.queue(state, limits, size);
            } else if (state.backedUp()) {
                refusal = full.disk(state.recent.bytes());
            } else {
                entry = state.add(record, now, clock.getAsLong());
                wakes = state.commits.appended(entry, System.nanoTime());
                tells |= state.wakesReader();
            }
        }
        if (entry == null) {
            throw reject(refusal);
        }
        if (wakes) {
            loop.wake();
        }
        if (tells) {
            listener.run();
        }
        return entry.stored;
    }

    @Override
    public List<StoredRecord> read(long after, int max) throws OutboxException {
        if (max < 1) {
            throw new IllegalArgumentException("max is " + max + ", must be 1 or more");
        }
        expire();
        while (true) {
            QueueState.Read read;
            synchronized (state) {
                checkOpen();
                read = state.read(after, max);
            }
            if (read.missing().isEmpty()) {
                return read.records();
            }
            load(read.missing().get());
        }
    }

    @Override
    public void acknowledge(long upTo) throws OutboxException {
        Optional<Segment> missing;
        do {
            boolean wakes;
            synchronized (state) {
                checkOpen();
                missing = state.remove(upTo);
                wakes = state.commits.removed(state.removed(), System.nanoTime());
                full.relieved(state, limits);
            }
            if (wakes) {
                loop.wake();
            }
            if (missing.isPresent()) {
                load(missing.get());
            }
        } while (missing.isPresent());
    }

    @Override
    public void onAppend(Runnable listener) {
        this.listener = listener;
    }

    @Override
    public QueueStatus status() {
        try {
            expire();
        } catch (OutboxException e) {
            full.unread(e); // the figures are then those before the failure
        }
        synchronized (state) {
            return state.status(damage.records());
        }
    }

    @Override
    public int maxRecord() {
        return limits.maxRecord();
    }

    String name() {
        return name;
    }

    /** Removes what is too old. */
    private void expire() throws OutboxException {
        long dropped = 0;
        Optional<Segment> missing = Optional.empty();
        do {
            if (missing.isPresent()) {
                load(missing.get());
            }
            synchronized (state) {
                long before = state.dropped();
                missing = state.expire(clock.getAsLong());
                dropped += state.dropped() - before;
                if (dropped > 0) {
                    state.commits.removed(state.removed(), System.nanoTime());
                }
            }
        } while (missing.isPresent());
        if (dropped > 0) {
            full.expired(dropped, limits.maxAgeMillis());
            listener.run();
        }
    }

    private void load(Segment segment) throws OutboxException {
        Optional<Segment> next;
        synchronized (state) {
            if (segment.gone()) {
                return;
            }
            next = state.after(segment);
        }
        Pages.Loaded loaded;
        try {
            loaded = pages.load(segment, next);
        } catch (IOException e) {
            throw new OutboxException(
                    Kind.STORAGE,
                    "outbox "
                            + name
                            + ": cannot read "
                            + segment.name()
                            + " ("
                            + e
                            + ")."
                            + " Is the disk in order?",
                    e);
        }
        boolean damaged;
        synchronized (state) {
            damaged = loaded.lost() > 0 && !segment.checked() && !segment.gone();
            segment.check();
            if (damaged) {
                state.lose(loaded.lost(), loaded.lostBytes());
            }
        }
        if (damaged) {
            damage.report(segment, loaded.lost());
        }
    }

    private OutboxException reject(String text) {
        synchronized (state) {
            state.reject();
        }
        full.rejected(text);
        return new OutboxException(Kind.FULL, text);
    }

    private void checkTaking() throws OutboxException {
        checkOpen();
        Optional<OutboxException> failure = committer.failure();
        if (failure.isPresent()) {
            throw new OutboxException(
                    Kind.STORAGE, failure.get().getMessage(), failure.get().getCause());
        }
    }

    private void checkOpen() throws OutboxException {
        if (closed) {
            throw closedException();
        }
    }

    private OutboxException closedException() {
        return new OutboxException(
                Kind.CLOSED, "outbox " + name + ": closed, its bundle is being swapped. Try again");
    }

    /** Takes nothing more from now on. */
    void refuse() {
        synchronized (state) {
            closed = true;
        }
    }

    /** Brings everything to disk and ends the thread; false when the disk is too slow for that. */
    boolean close() {
        refuse();
        return loop.close(CLOSE_MILLIS);
    }

    /** One turn of the commit thread, for tests that have none. */
    int turn(boolean all) {
        return committer.turn(all);
    }

    private final class Commits implements CommitLoop.Work {
        private static final int LAST_TURNS = 1_000; // more than the unwritten records can need
        private static final long EXPIRY_NANOS = 1_000_000_000;
        private long expired = System.nanoTime();

        @Override
        public int run() {
            int records = committer.turn(false);
            if (System.nanoTime() - expired > EXPIRY_NANOS) {
                expired = System.nanoTime();
                tidy();
            }
            return records;
        }

        private void tidy() {
            status(); // drops what is too old
            synchronized (state) {
                if (state.inMemory()) {
                    pages.clear();
                }
            }
        }

        @Override
        public long pause() {
            synchronized (state) {
                return state.commits.pause(
                        state.recent.next(), System.nanoTime(), committer.failure().isPresent());
            }
        }

        @Override
        public long waiting() {
            synchronized (state) {
                return state.recent.next() - 1 - state.commits.written();
            }
        }

        @Override
        public void end() {
            for (int i = 0; i < LAST_TURNS && committer.turn(true) > 0; i++) {
                continue; // a turn writes one group
            }
            committer.close(closedException());
        }
    }
}
