package ccm.core.host;

import ccm.api.link.FrameLink;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.frame.FrameWriter;
import ccm.core.host.Counters.Counter;
import ccm.core.rpc.LogOnce;
import ccm.parts.frames.FrameCrc;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One link as we speak over it: what was agreed on, what was counted, how frames go out. */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int CRC_BYTES = 8;
    private static final byte LF = '\n';

    private final FrameLink link;
    private final boolean host;
    private final int limit; // 0 for none
    private final Optional<Pace> pace;
    private final LongSupplier clock;
    private final Counters counters = new Counters();
    private final LogOnce notes = new LogOnce(LOG);
    private final ErrorBudget errors;
    private volatile boolean crc; // the peer has sent a checksum, so it gets some
    private volatile boolean resync = true; // the peer may hold a piece of a frame
    private volatile long lastSent;

    /**
     * Makes one.
     *
     * @param limit bytes of the largest frame the peer takes; 0 for no limit
     * @param pace present when frames need a gap
     */
    Conversation(FrameLink link, boolean host, int limit, Optional<Pace> pace, LongSupplier clock) {
        this.link = link;
        this.host = host;
        this.limit = limit;
        this.pace = pace;
        this.clock = clock;
        this.errors = new ErrorBudget(clock);
        this.lastSent = clock.getAsLong();
    }

    FrameLink link() {
        return link;
    }

    RpcPeer peer() {
        return link.peer();
    }

    boolean isHost() {
        return host;
    }

    Counters counters() {
        return counters;
    }

    boolean crcInUse() {
        return crc;
    }

    void useCrc() {
        crc = true;
    }

    /** The line was lost: what was agreed on counts no more. */
    void reset() {
        crc = false;
        resync = true;
        pace.ifPresent(Pace::clear);
    }

    /** The peer may have lost the end of a line: the next frame begins with an empty one. */
    void resync() {
        resync = true;
    }

    /** The peer has answered a call. */
    void replied() {
        pace.ifPresent(Pace::replied);
    }

    /** Warns once of something about this link. */
    void note(String key, String message) {
        notes.warn(key, peer().address() + ": " + message);
    }

    /** True when the peer can take a frame of this size. */
    boolean fits(byte[] frame) {
        return limit == 0 || size(frame) <= limit;
    }

    /** What the frame takes on the line, without its end. */
    int size(byte[] frame) {
        return frame.length + (crc ? CRC_BYTES : 0);
    }

    /**
     * Sends one frame.
     *
     * @return false when the link did not take it
     */
    boolean send(byte[] frame) {
        return pace.isPresent() ? pace.get().offer(() -> write(frame)) : write(frame);
    }

    /** Answers a call; an answer that the peer cannot take becomes an error that says so. */
    void answer(Frame call, byte[] body) {
        byte[] frame = FrameWriter.answer(call.id(), body);
        if (!fits(frame)) {
            counters.add(Counter.TOO_LARGE);
            String size = size(frame) + " bytes, host.rpc.max_frame_out is " + limit;
            note("too large " + call.method(), "the answer to " + call.method() + " has " + size);
            frame = failure(call, RpcException.LIMIT, "the answer has " + size + ". Ask for less.");
        }
        send(frame);
    }

    /**
     * Answers a call with an error, its text cut to what the peer can take. Who can log in is asked
     * as on the network; the host cannot.
     */
    void refuse(Frame call, RpcException error) {
        boolean asks = !host && error.networkCode() == RpcException.UNAUTHENTICATED;
        send(failure(call, error.code(), asks ? error.networkMessage() : error.getMessage()));
    }

    /** Answers noise, unless there was too much of it lately. */
    void complain(int code, String message) {
        if (errors.spend()) {
            send(FrameWriter.answer(Frame.NO_ID, FrameWriter.error(code, message)));
        } else {
            counters.add(Counter.ERRORS_HELD_BACK);
        }
    }

    private byte[] failure(Frame call, int code, String message) {
        String text = message == null ? "" : message;
        byte[] frame = FrameWriter.answer(call.id(), FrameWriter.error(code, text));
        while (!fits(frame) && !text.isEmpty()) {
            int over = Math.max(1, (size(frame) - limit) / 2); // a character has up to 6 bytes
            text = text.substring(0, Math.max(0, text.length() - over));
            frame = FrameWriter.answer(call.id(), FrameWriter.error(code, text));
        }
        return frame;
    }

    private boolean write(byte[] frame) {
        byte[] whole = crc ? FrameCrc.append(frame) : frame;
        boolean fresh = host && (resync || clock.getAsLong() - lastSent > IDLE_NANOS);
        try {
            link.send(fresh ? afterEmptyLine(whole) : whole);
        } catch (IOException e) {
            counters.add(Counter.NOT_SENT);
            LOG.debug("{}: frame not sent", peer().address(), e);
            return false;
        }
        resync = false;
        lastSent = clock.getAsLong();
        counters.add(Counter.FRAMES_OUT);
        return true;
    }

    private static byte[] afterEmptyLine(byte[] frame) {
        byte[] whole = new byte[frame.length + 1];
        whole[0] = LF;
        System.arraycopy(frame, 0, whole, 1, frame.length);
        return whole;
    }
}
