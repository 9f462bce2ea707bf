package ccm.core.frame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The answers of requests that carried a key, so that a repeated request gets the first answer and
 * has no second effect. Bounded by age, count and bytes; the oldest go first. Safe for use by many
 * threads.
 */
public final class IdemAnswers {
    private static final int MAX_KEYS = 10_000;
    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_WAITING = 16;
    private static final int ENTRY_BYTES = 100; // what a kept answer costs besides its text

    private final long windowNanos;
    private final LongSupplier clock; // never jumps, unlike the time of day
    private final Map<String, Entry> entries = new LinkedHashMap<>(); // guarded by this
    private long bytes; // guarded by this

    public IdemAnswers(Duration window, LongSupplier clock) {
        this.windowNanos = window.toNanos();
        this.clock = clock;
    }

    /** One key: while its first request runs there is a list of those who wait, then an answer. */
    private static final class Entry {
        private final List<Consumer<byte[]>> waiting = new ArrayList<>();
        private byte[] body; // null while the first request runs
        private long since;
    }

    /** What a request with a key is. */
    public enum Turn {
        /** The first with its key. */
        FIRST,
        /** A repeated one: its waiter gets the answer of the first. */
        REPEAT,
        /** One repeated too often while the first runs: its waiter gets nothing. */
        FULL
    }

    /** An answer that is kept, for the next life of this bundle. */
    public record Kept(String key, byte[] body, long ageNanos) {}

    public boolean enabled() {
        return windowNanos > 0;
    }

    /**
     * Asks for the answer of an earlier request with the same key.
     *
     * @param waiter gets the answer, now or when the first request has ended
     * @return {@link Turn#FIRST} when there was none: run it, then tell {@link #finish} or {@link
     *     #forget}
     */
    public Turn begin(String key, Consumer<byte[]> waiter) {
        byte[] body;
        synchronized (this) {
            expire();
            Entry entry = entries.get(key);
            if (entry == null) {
                entries.put(key, new Entry());
                return Turn.FIRST;
            }
            body = entry.body;
            if (body == null && entry.waiting.size() >= MAX_WAITING) {
                return Turn.FULL;
            }
            if (body == null) {
                entry.waiting.add(waiter);
            }
        }
        if (body != null) {
            waiter.accept(body);
        }
        return Turn.REPEAT;
    }

    /**
     * The first request has ended.
     *
     * @param keep false when the same request may do better later
     */
    public void finish(String key, byte[] body, boolean keep) {
        Entry entry;
        synchronized (this) {
            entry = entries.remove(key);
            if (entry != null && keep) {
                keep(key, entry, body, clock.getAsLong());
            }
        }
        if (entry != null) {
            entry.waiting.forEach(waiter -> waiter.accept(body));
        }
    }

    /** The first request was not run after all. */
    public synchronized void forget(String key) {
        entries.remove(key);
    }

    /** Everything that is kept, oldest first. */
    public synchronized List<Kept> kept() {
        expire();
        long now = clock.getAsLong();
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().body != null)
                .map(e -> new Kept(e.getKey(), e.getValue().body, now - e.getValue().since))
                .toList();
    }

    /** Takes over what an earlier life of this bundle has kept. */
    public synchronized void restore(List<Kept> kept) {
        long now = clock.getAsLong();
        kept.forEach(each -> keep(each.key(), new Entry(), each.body(), now - each.ageNanos()));
        expire();
    }

    private void keep(String key, Entry entry, byte[] body, long since) {
        entry.body = body;
        entry.since = since;
        entries.put(key, entry); // now the newest
        bytes += cost(key, body);
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (entries.size() > MAX_KEYS || bytes > MAX_BYTES) {
            removeNextKept(oldest);
        }
    }

    private void removeNextKept(Iterator<Map.Entry<String, Entry>> oldest) {
        Map.Entry<String, Entry> next = oldest.next();
        if (next.getValue().body != null) { // one that runs is never removed
            oldest.remove();
            bytes -= cost(next.getKey(), next.getValue().body);
        }
    }

    private void expire() {
        long now = clock.getAsLong();
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Entry> next = oldest.next();
            boolean running = next.getValue().body == null;
            if (!running && now - next.getValue().since < windowNanos) {
                return;
            }
            if (!running) {
                oldest.remove();
                bytes -= cost(next.getKey(), next.getValue().body);
            }
        }
    }

    private static long cost(String key, byte[] body) {
        return ENTRY_BYTES + key.length() + body.length;
    }
}
