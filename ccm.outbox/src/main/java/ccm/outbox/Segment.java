package ccm.outbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of the log. Its name says which record it begins with, and its salt. */
final class Segment {
    /**
     * Where what is on disk for sure ends.
     *
     * @param position in the file
     * @param records written to the queue up to there
     * @param bytes they took
     */
    record End(int position, long records, long bytes) {
        /** All of the file counts; the header of the next one says how much that is. */
        static final End OF_FILE = new End(Integer.MAX_VALUE, -1, -1);

        boolean known() {
            return records >= 0;
        }
    }

    private static final Pattern NAME = Pattern.compile("(\\d{19})-([0-9a-f]{16})\\.log");

    private final long first;
    private final long salt;
    private volatile End end; // grows as the commit thread forces what it wrote
    private boolean checked; // under the monitor of the queue's state
    private boolean gone; // under the monitor of the queue's state

    Segment(long first, long salt, End end) {
        this.first = first;
        this.salt = salt;
        this.end = end;
    }

    static Optional<Segment> named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Segment(
                        Long.parseLong(matcher.group(1)),
                        Long.parseUnsignedLong(matcher.group(2), 16),
                        End.OF_FILE));
    }

    String name() {
        return String.format("%019d-%016x.log", first, salt);
    }

    long first() {
        return first;
    }

    long salt() {
        return salt;
    }

    End end() {
        return end;
    }

    void endsAt(End now) {
        end = now;
    }

    /** True once its losses are counted. */
    boolean checked() {
        return checked;
    }

    void check() {
        checked = true;
    }

    /** True once all its records are removed: its file is deleted or used again. */
    boolean gone() {
        return gone;
    }

    void leave() {
        gone = true;
    }
}
