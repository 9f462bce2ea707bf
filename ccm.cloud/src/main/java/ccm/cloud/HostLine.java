package ccm.cloud;

import ccm.api.cloud.CloudMessage;
import ccm.api.host.Host;
import ccm.api.host.Host.Sent;
import ccm.api.host.HostState;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host as the inbox sees it: there or not, and how it takes a message. */
final class HostLine {
    private static final Logger LOG = LoggerFactory.getLogger(HostLine.class);
    private static final long BOOT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Repeated tooLarge = new Repeated(LOG);
    private final LongAdder dropped = new LongAdder();
    private volatile Host host; // null only while ccm.core is being swapped
    private volatile boolean spoke;
    private volatile long notBefore = System.nanoTime();
    private boolean wasUp; // touched by the inbox thread alone, like the next one
    private long upSince;

    void is(Host present) {
        host = present;
        spoke = false;
        retryNow();
    }

    void isNot(Host gone) {
        if (host == gone) { // otherwise its successor is here already
            host = null;
        }
    }

    /** The host said something by itself, so it is not booting. */
    boolean spoke() {
        boolean news = !spoke;
        spoke = true;
        return news;
    }

    void retryNow() {
        notBefore = System.nanoTime();
    }

    long droppedTooLarge() {
        return dropped.sum();
    }

    /**
     * True when a message would be heard now. A host that has not answered yet may be booting: it
     * is given two seconds after its line came up.
     */
    boolean listens() {
        Host current = host;
        if (current == null) {
            wasUp = false;
            return false;
        }
        HostState state = current.state();
        long now = System.nanoTime();
        if (!state.linkUp()) {
            wasUp = false;
            spoke = false;
            return false;
        }
        if (!wasUp) {
            wasUp = true;
            upSince = now;
        }
        return now - notBefore >= 0 && (state.answers() || spoke || now - upSince > BOOT_NANOS);
    }

    /** Tells the host; false when it is away and the message must be kept. */
    boolean tell(CloudMessage message) {
        Host current = host;
        if (current == null) {
            return false;
        }
        Sent sent = current.notify(HostFrames.WHOLE, HostFrames.whole(message));
        if (sent == Sent.TOO_LARGE) {
            sent = inParts(current, message);
        }
        if (sent == Sent.AWAY) {
            notBefore = System.nanoTime() + RETRY_NANOS;
        } else if (sent == Sent.TOO_LARGE) {
            dropped.increment();
            tooLarge.warn(
                    "host: message of "
                            + message.payload().length
                            + " bytes on "
                            + message.topic()
                            + " is larger than its frames of "
                            + current.maxFrame()
                            + " and dropped. Raise host.rpc.max_frame_out, or export "
                            + HostFrames.PART
                            + " in the host.");
        }
        return sent != Sent.AWAY;
    }

    private static Sent inParts(Host current, CloudMessage message) {
        if (!current.state().exports(HostFrames.PART)) {
            return Sent.TOO_LARGE;
        }
        List<ObjectNode> parts = HostFrames.parts(message, current.maxFrame());
        Sent sent = Sent.TOO_LARGE;
        for (ObjectNode part : parts) {
            sent = current.notify(HostFrames.PART, part);
            if (sent != Sent.YES) {
                return sent;
            }
        }
        return sent;
    }
}
