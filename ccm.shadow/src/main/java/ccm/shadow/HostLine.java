package ccm.shadow;

import ccm.api.host.Host;
import ccm.api.host.Host.Sent;
import ccm.api.host.HostState;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host as the engine sees it: there or not, and how it takes a delta. */
final class HostLine {
    static final String DELTA = "Shadow.Delta";
    static final long BOOT_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Logger LOG = LoggerFactory.getLogger(HostLine.class);

    private final Loop loop;
    private final Set<String> named = new TreeSet<>(); // in the log already
    private volatile Host host; // null only while ccm.core is being swapped
    private boolean wasUp; // these are touched by the loop alone
    private boolean spoke;
    private long upSince;
    private long notBefore;

    HostLine(Loop loop) {
        this.loop = loop;
    }

    void is(Host present) {
        host = present;
    }

    void isNot(Host gone) {
        if (host == gone) { // otherwise its successor is here already
            host = null;
        }
    }

    /** Looks at its state; true when its line came up since the last look: it may be a new one. */
    boolean cameUp() {
        Host current = host;
        HostState state = current == null ? null : current.state();
        boolean up = state != null && state.linkUp();
        boolean came = up && !wasUp;
        if (came) {
            upSince = loop.nanos();
            notBefore = 0;
        }
        if (!up) {
            spoke = false;
        }
        wasUp = up;
        return came;
    }

    /** True when its firmware has spoken since its line came up. */
    boolean isAlive() {
        Host current = host;
        return current != null && current.isAlive();
    }

    /** The host said something by itself, so it is not booting. */
    void spoke() {
        spoke = true;
    }

    /**
     * How long not to tell it anything. A host that has not answered yet may be booting: it is
     * given two seconds after its line came up.
     *
     * @return 0 when it listens; {@link Long#MAX_VALUE} while its line is down
     */
    long deafNanos() {
        Host current = host;
        if (current == null || !wasUp) {
            return Long.MAX_VALUE;
        }
        long now = loop.nanos();
        long wait = notBefore - now;
        if (!spoke && !current.state().answers()) {
            wait = Math.max(wait, upSince + BOOT_NANOS - now);
        }
        return Math.max(0, wait);
    }

    /**
     * Tells the host.
     *
     * @param unfit takes the paths of what is too large for it
     * @return false when it is away and has to be told all of it again
     */
    boolean tell(String cloud, ObjectNode delta, Set<String> unfit) {
        Host current = host;
        if (current == null) {
            return false;
        }
        int largest = current.maxFrame();
        if (send(current, cloud, delta, largest, unfit)) {
            return true;
        }
        notBefore = loop.nanos() + RETRY_NANOS;
        return false;
    }

    private boolean send(
            Host current, String cloud, ObjectNode delta, int largest, Set<String> unfit) {
        DeltaFrames frames = DeltaFrames.of(delta, largest);
        tooLarge(cloud, frames.unfit(), current.maxFrame(), unfit);
        for (ObjectNode part : frames.parts()) {
            Sent sent = current.notify(DELTA, part);
            if (sent == Sent.AWAY) {
                return false;
            }
            if (sent == Sent.TOO_LARGE) { // it counts otherwise than we do
                int smaller = Limits.size(part) + DeltaFrames.ENVELOPE - 1;
                if (!send(current, cloud, part, smaller, unfit)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void tooLarge(String cloud, List<String> paths, int largest, Set<String> unfit) {
        for (String path : paths) {
            unfit.add(path);
            if (named.size() < 100 && named.add(cloud + " " + path)) {
                LOG.warn(
                        "{}: desired.{} does not fit into the host's frames of {} bytes, and the"
                                + " host is not told. Raise host.rpc.max_frame_out, or wish less"
                                + " at once",
                        cloud,
                        path,
                        largest);
            }
        }
    }
}
