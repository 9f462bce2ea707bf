package ccm.cloud.mdash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/**
 * The gateway's log for the console of mDash: the newest lines, at most five a second, with secrets
 * masked.
 */
final class DashLog extends Handler {
    private static final Logger ROOT = Logger.getLogger("");
    private static final int KEPT = 200;
    private static final int LONGEST = 1_000;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)((?:pass(?:word|wd)?|token|secret|key|signature|sig|bearer)"
                            + "[\"']?\\s*[=:\\s]\\s*[\"']?)[^\\s\"',;&]{4,}");

    private final String token;
    private final SimpleFormatter text = new SimpleFormatter();
    private final Deque<ObjectNode> lines = new ArrayDeque<>(); // these four: guarded by lines
    private long sequence;
    private long dropped;
    private long nextAt = System.nanoTime();

    DashLog(String token) {
        this.token = token;
        setLevel(Level.INFO);
    }

    void open() {
        ROOT.addHandler(this);
    }

    void shut() {
        ROOT.removeHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        boolean bad = entry.getLevel().intValue() >= Level.WARNING.intValue();
        String line = masked(text.formatMessage(entry));
        synchronized (lines) {
            lines.add(line(bad, line, entry.getMillis()));
            if (lines.size() > KEPT) {
                lines.remove();
                dropped++;
            }
        }
    }

    /** The params of {@code Dash.Log}, when a line may go. */
    Optional<ObjectNode> next(long now) {
        synchronized (lines) {
            if (lines.isEmpty() || now - nextAt < 0) {
                return Optional.empty();
            }
            nextAt = now + EVERY_NANOS;
            if (dropped > 0) {
                String said = dropped + " lines were dropped";
                dropped = 0;
                return Optional.of(line(true, said, System.currentTimeMillis()));
            }
            return Optional.of(lines.remove());
        }
    }

    private String masked(String line) {
        String hidden = token.isEmpty() ? line : line.replace(token, "***");
        String masked = SECRET.matcher(hidden).replaceAll("$1***");
        return masked.length() > LONGEST ? masked.substring(0, LONGEST) : masked;
    }

    private ObjectNode line(boolean bad, String data, long millis) {
        return DashFrames.object()
                .put("fd", bad ? 2 : 1)
                .put("data", data)
                .put("t", millis / 1_000.0)
                .put("seq", sequence++);
    }

    @Override
    public void flush() {
        // nothing is written here
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
