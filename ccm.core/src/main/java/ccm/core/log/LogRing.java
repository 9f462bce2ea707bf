package ccm.core.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of the log, numbered from 1 on. Safe for use by many threads. */
final class LogRing {
    private static final int MAX_LINES = 1000;
    private static final int MAX_CHARS = 200_000;

    private final Deque<Line> lines = new ArrayDeque<>(); // guarded by this, as is all below
    private int chars;
    private long last;

    /**
     * One line.
     *
     * @param seq its number
     * @param millis when, since 1970
     */
    record Line(long seq, long millis, String level, String text) {}

    synchronized void add(long millis, String level, String text) {
        lines.add(new Line(++last, millis, level, text));
        chars += text.length();
        while (lines.size() > MAX_LINES || chars > MAX_CHARS) {
            chars -= lines.remove().text().length();
        }
    }

    /** The number of the newest line; 0 when there was none yet. */
    synchronized long last() {
        return last;
    }

    /** Lines with a number above {@code after}, the oldest first. */
    synchronized List<Line> after(long after, int maxLines, int maxChars) {
        List<Line> found = new ArrayList<>();
        int length = 0;
        for (Line line : lines) {
            if (line.seq() > after) {
                length += line.text().length();
                if (found.size() == maxLines || length > maxChars && !found.isEmpty()) {
                    break;
                }
                found.add(line);
            }
        }
        return found;
    }
}
