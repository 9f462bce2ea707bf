package ccm.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the host has been told of the wishes of one cloud. Each is told once; again when the host
 * has taken it back, when it may have forgotten, or when it says long afterwards that it is not so.
 * Touched by the engine's loop alone.
 */
final class Telling {
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    static final long FIRST_REMINDER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LAST_REMINDER_NANOS = TimeUnit.HOURS.toNanos(1);

    private ObjectNode told = Trees.empty();
    private long toldAt;
    private long reminder = FIRST_REMINDER_NANOS;
    private boolean ever;

    /** True when there is something in it that the host was not told. */
    boolean isDue(ObjectNode open) {
        told = Trees.common(told, open); // the rest is reported, or not wanted any more
        return !Trees.delta(open, told).isEmpty();
    }

    /** How long to wait so that changes that come fast are told together. */
    long pauseNanos(long now) {
        return ever ? Math.max(0, toldAt + PAUSE_NANOS - now) : 0;
    }

    void told(ObjectNode open, long now) {
        told = open;
        toldAt = now;
        ever = true;
    }

    /** The host may not know any more what it was told. */
    void forget() {
        told = Trees.empty();
        reminder = FIRST_REMINDER_NANOS;
    }

    /** The host reports. */
    void heard(ObjectNode report, long now) {
        if (now - toldAt >= reminder && contradicts(told, report)) {
            told = Trees.empty();
            reminder = Math.min(2 * reminder, LAST_REMINDER_NANOS);
        }
    }

    /** The cloud wants something else. */
    void changed() {
        reminder = FIRST_REMINDER_NANOS;
    }

    private static boolean contradicts(ObjectNode told, ObjectNode report) {
        for (Map.Entry<String, JsonNode> member : told.properties()) {
            JsonNode said = report.get(member.getKey());
            if (said == null) {
                continue;
            }
            boolean against =
                    member.getValue() instanceof ObjectNode inner
                                    && said instanceof ObjectNode there
                            ? contradicts(inner, there)
                            : !Trees.same(member.getValue(), said);
            if (against) {
                return true;
            }
        }
        return false;
    }
}
