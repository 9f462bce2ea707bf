package ccm.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** One request from its header to the end of its answer. No thread waits for any of it. */
final class JettyCall {
    private static final HttpField NOSNIFF =
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NOT_KEPT =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final int LOOKS = 150; // 3 s for a part that is being replaced
    private static final long DEADLINE_SECONDS = 120; // methods have shorter ones of their own
    private static final long UPDATE_SECONDS = 3_600; // longer than an update takes
    private static final long PACE =
            16_384; // bytes of a bundle that come within the time of SENDING

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Calls calls;
    private final Connections<Connection> connections;
    private final AtomicBoolean answered = new AtomicBoolean();
    private Body body; // set before anything is read
    private long limit; // bytes of the largest body; the same
    private long taken;
    private int looks;

    JettyCall(
            Request request,
            Response response,
            Callback callback,
            Calls calls,
            Connections<Connection> connections) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.calls = calls;
        this.connections = connections;
    }

    /** Reads the body, has it carried out, and answers. */
    void carryOut(Body what) throws Refusal {
        body = what;
        limit = what.limit();
        if (request.getLength() > limit) {
            throw body.tooLarge();
        }
        at(Connections.Step.SENDING);
        read();
    }

    /** Answers, unless something has before. */
    void answer(Answer answer) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        at(Connections.Step.TAKING);
        response.setStatus(answer.status());
        var headers = response.getHeaders();
        headers.put(NOSNIFF).put(NOT_KEPT);
        if (answer.status() != Answer.NO_CONTENT) {
            headers.put(HttpHeader.CONTENT_TYPE, answer.type())
                    .put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        answer.challenge().ifPresent(ask -> headers.put(HttpHeader.WWW_AUTHENTICATE, ask));
        if (answer.status() == Refusal.UNAVAILABLE || answer.status() == Refusal.TOO_MANY) {
            headers.put(HttpHeader.RETRY_AFTER, 1);
        }
        if (answer.status() == Refusal.TOO_LARGE || answer.last()) {
            headers.put(HttpHeader.CONNECTION, "close"); // the rest of the body is not read
        }
        response.write(
                true, ByteBuffer.wrap(answer.body()), Callback.from(this::done, this::failed));
    }

    private void done() {
        at(Connections.Step.WAITING);
        callback.succeeded();
    }

    private void failed(Throwable cause) {
        at(Connections.Step.WAITING);
        callback.failed(cause); // the peer is gone
    }

    private void read() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                fail(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            boolean whole = taken(chunk);
            chunk.release();
            if (!whole) {
                return;
            }
            if (last) {
                take();
                return;
            }
        }
    }

    /** False when that was not what the body may be: answered. */
    private boolean taken(Content.Chunk chunk) {
        long before = taken;
        taken += chunk.remaining();
        if (taken > limit) {
            Refusal refusal = body.tooLarge();
            body.lost(refusal);
            answer(calls.answer(refusal));
            return false;
        }
        if (body.isLong() && before / PACE != taken / PACE) {
            at(Connections.Step.SENDING);
        }
        try {
            body.take(chunk.getByteBuffer());
            return true;
        } catch (Refusal e) {
            answer(calls.answer(e));
            return false;
        }
    }

    /** Hands the body over as soon as there is somebody to take it. */
    private void take() {
        at(body.isLong() ? Connections.Step.UPDATING : Connections.Step.TAKING);
        if (!calls.ready() && looks < LOOKS) {
            looks++;
            var server = request.getConnectionMetaData().getConnector().getServer();
            server.getScheduler()
                    .schedule(
                            () -> server.getThreadPool().execute(this::take),
                            LOOK_AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
            return;
        }
        try {
            await(body.end());
        } catch (Refusal | RuntimeException e) {
            answer(calls.answer(e));
        }
    }

    private void await(CompletionStage<Answer> stage) {
        if (stage.toCompletableFuture().isDone()) { // most are: no timer for them
            stage.whenComplete(this::answer);
            return;
        }
        request.addIdleTimeoutListener(timeout -> false); // silence is what a waiting peer does
        Scheduler.Task deadline =
                request.getConnectionMetaData()
                        .getConnector()
                        .getScheduler()
                        .schedule(this::late, seconds(), TimeUnit.SECONDS);
        stage.whenComplete(
                (answer, failure) -> {
                    deadline.cancel();
                    answer(answer, failure);
                });
    }

    private void answer(Answer answer, Throwable failure) {
        answer(failure == null ? answer : calls.answer(failure));
    }

    private void late() {
        answer(
                calls.answer(
                        new Refusal(Refusal.NO_ANSWER, "no answer within " + seconds() + " s")));
    }

    private long seconds() {
        return body.isLong() ? UPDATE_SECONDS : DEADLINE_SECONDS;
    }

    private void fail(Throwable cause) {
        body.lost(cause);
        if (answered.compareAndSet(false, true)) {
            callback.failed(cause);
        }
    }

    private void at(Connections.Step step) {
        connections.at(request.getConnectionMetaData().getConnection(), step);
    }
}
