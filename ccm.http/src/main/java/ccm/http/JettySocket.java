package ccm.http;

import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: each message is a frame, calls are begun in the order they come and answered in
 * the order they end. A peer that does not take its answers is not read from.
 */
final class JettySocket implements FrameHandler {
    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);
    private static final int AT_A_TIME = 32;
    private static final int TOO_BIG = 1009;
    private static final int TRY_LATER = 1013;
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final int LOOKS = 150; // 3 s for a part that is being replaced
    private static final int FIRST_BYTES = 128;
    private static final byte[] NOTHING = {};

    private final RpcPeer peer;
    private final Engine engine;
    private final Server server;
    private final Set<JettySocket> open;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile CoreSession session; // set by onOpen, before all else
    private volatile long heard = System.nanoTime();
    private ByteArrayOutputStream message; // null between messages; one frame is handled at a time

    JettySocket(RpcPeer peer, Engine engine, Server server, Set<JettySocket> open) {
        this.peer = peer;
        this.engine = engine;
        this.server = server;
        this.open = open;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        open.add(this);
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        heard = System.nanoTime();
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> onData(frame, callback);
            case OpCode.PING -> {
                session.sendFrame(
                        new Frame(OpCode.PONG, ByteBuffer.wrap(bytes(frame))),
                        Callback.NOOP,
                        false);
                callback.succeeded();
                session.demand();
            }
            case OpCode.PONG -> {
                callback.succeeded();
                session.demand();
            }
            default -> callback.succeeded(); // a close, which Jetty answers
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        LOG.debug("ws {}: lost ({})", peer.address(), cause.getMessage());
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        open.remove(this);
        callback.succeeded();
    }

    /** Closes it with a reason. */
    void end(int status, String reason) {
        session.close(status, reason, Callback.from(() -> {}, failure -> session.abort()));
    }

    /** Asks for a sign of life when there was none for a while; gives up after three times that. */
    void checkLife(long now, Duration every) {
        long silent = now - heard;
        if (silent > 3 * every.toNanos()) {
            session.abort();
        } else if (silent > every.toNanos()) {
            session.sendFrame(
                    new Frame(OpCode.PING, ByteBuffer.wrap(NOTHING)), Callback.NOOP, false);
        }
    }

    private void onData(Frame frame, Callback callback) {
        int before = message == null ? 0 : message.size();
        if (before + frame.getPayloadLength() > engine.maxFrame()) {
            callback.succeeded();
            end(TOO_BIG, "more than " + engine.maxFrame() + " bytes (rpc.max_frame_size)");
            return;
        }
        byte[] part = bytes(frame);
        callback.succeeded(); // its buffer is free again
        if (frame.isFin() && message == null) {
            take(part, 0);
            return;
        }
        if (message == null) {
            message = new ByteArrayOutputStream(FIRST_BYTES);
        }
        message.writeBytes(part);
        if (frame.isFin()) {
            byte[] whole = message.toByteArray();
            message = null;
            take(whole, 0);
        } else {
            session.demand();
        }
    }

    /** Hands a message over as soon as there is somebody to take it, then reads on. */
    private void take(byte[] text, int looks) {
        Optional<FrameExchange> frames = engine.frames();
        if (frames.isEmpty() && looks >= LOOKS) {
            end(TRY_LATER, "a part of the gateway is being replaced");
        } else if (frames.isEmpty()) {
            server.getScheduler()
                    .schedule(
                            () -> server.getThreadPool().execute(() -> take(text, looks + 1)),
                            LOOK_AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
        } else {
            unanswered.incrementAndGet();
            frames.get().exchange(peer, text).whenComplete(this::answer);
            readOn();
        }
    }

    private void answer(FrameReply reply, Throwable failure) {
        if (failure != null) {
            LOG.error("ws {}: a frame is lost, its handling failed", peer.address(), failure);
            answered();
        } else if (reply.frame().length == 0) {
            answered();
        } else {
            session.sendFrame(
                    new Frame(OpCode.TEXT, ByteBuffer.wrap(reply.frame())),
                    Callback.from(this::taken, gone -> answered()),
                    false);
        }
    }

    private void taken() {
        heard = System.nanoTime(); // while it is not read from, this is its sign of life
        answered();
    }

    private void answered() {
        unanswered.decrementAndGet();
        if (paused.compareAndSet(true, false)) {
            session.demand();
        }
    }

    private void readOn() {
        if (unanswered.get() < AT_A_TIME) {
            session.demand();
            return;
        }
        paused.set(true);
        if (unanswered.get() < AT_A_TIME && paused.compareAndSet(true, false)) {
            session.demand(); // the last answer went out in between
        }
    }

    private static byte[] bytes(Frame frame) {
        ByteBuffer payload = frame.getPayload().slice();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }
}
