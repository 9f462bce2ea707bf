package ccm.sim.cloud.server;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened at a server, the newest events of it. Safe for use by many threads. */
public final class Journal {
    private static final int KEPT = 2_000;
    private static final int TEXT = 4_096;

    private final Deque<Event> events = new ArrayDeque<>(); // guarded by this
    private long count; // guarded by this

    /**
     * Something that happened.
     *
     * @param number counted from 1
     * @param kind {@code connect}, {@code refuse}, {@code close}, {@code subscribe}, {@code in},
     *     {@code out}, {@code fault}, or what a brain calls it
     * @param who the client id
     * @param what topic or reason
     * @param text of the payload, cut off when long
     */
    public record Event(
            long number, Instant time, String kind, String who, String what, String text) {}

    /** Adds one. */
    public synchronized void add(String kind, String who, String what, String text) {
        String cut = text.length() > TEXT ? text.substring(0, TEXT) : text;
        events.add(new Event(++count, Instant.now(), kind, who, what, cut));
        if (events.size() > KEPT) {
            events.remove();
        }
    }

    /** The number of the last one. */
    public synchronized long last() {
        return count;
    }

    /** Those after a certain one; 0 for all that are kept. */
    public synchronized List<Event> since(long number) {
        return events.stream().filter(event -> event.number() > number).toList();
    }

    /** Those after a certain one for people, each on a line of its own. */
    public String text(long number) {
        StringBuilder text = new StringBuilder();
        since(number).forEach(event -> text.append('\n').append(event));
        return text.toString();
    }

    /** Those of a kind that are kept. */
    public synchronized List<Event> of(String kind) {
        return events.stream().filter(event -> event.kind().equals(kind)).toList();
    }
}
