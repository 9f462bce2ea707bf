package ccm.cloud.mdash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.parts.ws.WebSocketFrame;
import ccm.parts.ws.WebSocketMessages;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its opening to its end. The owner thread writes, a thread of its own reads.
 *
 * <p>Invariant: whoever asked for something gets an answer, at the end of the connection at the
 * latest, and before anybody is told that it ended.
 */
final class DashConnection {
    private static final Logger LOG = LoggerFactory.getLogger(DashConnection.class);
    private static final int WAITING = 1_024; // to be written
    private static final int MOST_GARBAGE = 10;
    private static final long TICK_MILLIS = 200;
    private static final long FAREWELL_MILLIS = 1_000;
    private static final byte[] NOTHING = {};
    private static final byte[] NORMAL_CLOSE = {0x03, (byte) 0xe8};

    private final DashSocket socket;
    private final DashFrames frames;
    private final DashLimits limits;
    private final Events events;
    private final DashRequests requests;
    private final LinkedBlockingQueue<Outgoing> out = new LinkedBlockingQueue<>(WAITING);
    private volatile Optional<DashFailure> broken = Optional.empty();
    private boolean ended; // guarded by out
    private int garbage; // wrong frames in a row; on the reading thread

    /** What others make of it. */
    interface Events {
        /** The server greets back; on the reading thread. */
        void greeted(DashConnection from);

        /** The server calls; on the reading thread. */
        void called(DashConnection from, ObjectNode frame);

        /** What is said at each heartbeat. */
        ObjectNode info();

        /** A line of the log that may go now; asked again and again, on the owner thread. */
        Optional<ObjectNode> line(long now);
    }

    private record Outgoing(int kind, byte[] content, CompletableFuture<Void> written) {}

    DashConnection(DashSocket socket, DashFrames frames, DashLimits limits, Events events) {
        this.socket = socket;
        this.frames = frames;
        this.limits = limits;
        this.events = events;
        this.requests = new DashRequests(limits.answer());
    }

    DashFrames frames() {
        return frames;
    }

    DashRequests requests() {
        return requests;
    }

    /** Opens it, and stays with it until it ends; on the owner thread. */
    DashFailure live(DashAddress address, ThreadFactory readers) throws InterruptedException {
        try {
            socket.open(address, limits.dial());
        } catch (IOException | CloudException | IllegalArgumentException e) {
            socket.close();
            return DashCauses.of(e, Instant.now());
        }
        Thread reader = readers.newThread(this::readAll);
        reader.start();
        try {
            serve();
        } catch (IOException e) {
            breakUp(DashCauses.of(e, Instant.now()));
        } finally {
            socket.close();
            reader.interrupt();
            reader.join(FAREWELL_MILLIS);
        }
        return broken.orElseGet(() -> DashFailure.of(Fault.NONE, "closed"));
    }

    /** Asks the server something; completes with its answer. */
    CompletionStage<DashAnswer> call(String method, JsonNode params, String suspect) {
        DashRequests.Request request = requests.begin(method, suspect);
        send(frames.call(request.id(), method, params))
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                request.answer().completeExceptionally(problem);
                            }
                        });
        return request.answer();
    }

    CompletionStage<Void> tell(String method, JsonNode params) {
        return send(frames.call(0, method, params));
    }

    /** Completes when it is written. */
    CompletionStage<Void> send(String frame) {
        return offer(WebSocketFrame.TEXT, frame.getBytes(UTF_8));
    }

    /** Ends it, from any thread; the owner does the rest. */
    void breakUp(DashFailure why) {
        synchronized (out) {
            if (broken.isEmpty()) {
                broken = Optional.of(why);
            }
        }
        socket.close();
        out.offer(new Outgoing(0, NOTHING, new CompletableFuture<>())); // wakes the owner
    }

    /** Ends it with a word, when all that waits is written; within a moment. */
    void sayGoodbye() {
        offer(WebSocketFrame.CLOSE, NORMAL_CLOSE);
    }

    /** Nobody is answered any more; the culprit, if there is one, is told something else. */
    void end(CloudException why, Optional<DashRequests.Request> culprit, CloudException told) {
        List<Outgoing> left = new ArrayList<>();
        synchronized (out) {
            ended = true;
            out.drainTo(left);
        }
        left.forEach(each -> each.written.completeExceptionally(why));
        requests.end(why, culprit, told);
    }

    private CompletionStage<Void> offer(int kind, byte[] content) {
        Outgoing next = new Outgoing(kind, content, new CompletableFuture<>());
        boolean taken;
        synchronized (out) {
            taken = !ended && out.offer(next);
        }
        if (!taken) {
            next.written.completeExceptionally(
                    new CloudException("dash: the connection ends, or is stuck", false));
        }
        return next.written;
    }

    private void serve() throws IOException, InterruptedException {
        long now = System.nanoTime();
        long pingAt = now + limits.ping().toNanos();
        long greetAt = now;
        long tick = Math.min(TICK_MILLIS, Math.max(1, limits.answer().toMillis() / 4));
        while (broken.isEmpty()) {
            if (now - greetAt >= 0) {
                greet();
                greetAt = now + limits.heartbeat().toNanos();
            }
            if (now - pingAt >= 0) {
                socket.write(WebSocketFrame.PING, NOTHING);
                pingAt = now + limits.ping().toNanos();
            }
            requests.look(now);
            events.line(now).ifPresent(line -> tell("Dash.Log", line));
            Outgoing next = out.poll(tick, TimeUnit.MILLISECONDS);
            if (next != null && !write(next)) {
                return;
            }
            now = System.nanoTime();
        }
    }

    /** False when it was the last. */
    private boolean write(Outgoing next) throws IOException {
        if (next.kind == 0) {
            return true;
        }
        try {
            socket.write(next.kind, next.content);
            next.written.complete(null);
        } catch (IOException e) {
            DashFailure why = broken.orElseGet(() -> DashCauses.of(e, Instant.now()));
            next.written.completeExceptionally(why.toCloudException());
            throw e;
        }
        return next.kind != WebSocketFrame.CLOSE;
    }

    private void greet() {
        call("Dash.Heartbeat", events.info(), "")
                .whenComplete(
                        (answer, problem) -> {
                            if (problem != null) {
                                breakUp(silent(problem));
                            } else if (answer.forbidden()) {
                                breakUp(
                                        DashCauses.refused(
                                                "the server refuses us: " + answer.message(),
                                                null,
                                                Instant.now()));
                            } else {
                                events.greeted(this);
                            }
                        });
    }

    private static DashFailure silent(Throwable problem) {
        return DashFailure.ended(
                DashFailure.Kind.OURS,
                Fault.LOST,
                "no answer to Dash.Heartbeat. is dash.server an mDash?",
                problem);
    }

    private void readAll() {
        try {
            while (broken.isEmpty()) {
                take(socket.read(limits.ping().plus(limits.pong())));
            }
        } catch (SocketTimeoutException e) {
            breakUp(
                    DashFailure.of(
                            Fault.LOST,
                            "no answer to a ping within "
                                    + limits.pong().toSeconds()
                                    + " s. check the network",
                            e));
        } catch (IOException e) {
            breakUp(DashCauses.of(e, Instant.now()));
        } catch (RuntimeException e) {
            LOG.error("dash: unexpected", e);
            breakUp(DashFailure.of(Fault.LOST, "a frame broke us: " + e, e));
        }
    }

    private void take(WebSocketMessages.Message message) {
        switch (message.kind()) {
            case WebSocketFrame.PING -> offer(WebSocketFrame.PONG, message.content());
            case WebSocketFrame.CLOSE -> breakUp(DashCauses.closed(message.closeCode()));
            case WebSocketFrame.TEXT, WebSocketFrame.BINARY ->
                    DashFrames.read(message.content())
                            .ifPresentOrElse(this::take, () -> garbage(message.content()));
            default -> LOG.debug("dash: a pong");
        }
    }

    private void take(ObjectNode frame) {
        garbage = 0;
        if (frame.path("method").isTextual()) {
            events.called(this, frame);
        } else {
            requests.answered(frame.path("id"), frame);
        }
    }

    /** One is forgiven; who sends nothing else is no mDash. */
    private void garbage(byte[] content) {
        String what =
                DashFrames.text(content).isEmpty()
                        ? content.length + " bytes that are no UTF-8"
                        : content.length + " bytes that are no JSON object, or nested too deeply";
        if (garbage == 0) {
            LOG.warn("dash: the server sent {}. they are dropped", what);
        }
        if (++garbage >= MOST_GARBAGE) {
            breakUp(
                    DashFailure.of(
                            Fault.LOST,
                            "the server sent "
                                    + MOST_GARBAGE
                                    + " wrong frames in a row, the last one of "
                                    + what
                                    + ". is dash.server an mDash, and no proxy in between?"));
        }
    }
}
