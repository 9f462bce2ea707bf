package ccm.provision.ap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
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
final class JettyAsk {
    private static final HttpField NOSNIFF =
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NOT_KEPT =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField REFERRER =
            new PreEncodedHttpField("Referrer-Policy", "same-origin"); // none: no Origin in forms
    private static final int LIMIT = 4096;
    private static final long DEADLINE_SECONDS = 45; // a try takes 30 at most

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Connections<Connection> connections;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String address; // this and the next: set before anything is read
    private Function<Ask, CompletionStage<Reply>> then;

    JettyAsk(
            Request request,
            Response response,
            Callback callback,
            Connections<Connection> connections) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.connections = connections;
    }

    /**
     * Reads the body, and answers with what is made of the whole.
     *
     * @param peer where it comes from
     */
    void read(String peer, Function<Ask, CompletionStage<Reply>> answering) {
        address = peer;
        then = answering;
        if (request.getLength() > LIMIT) {
            answer(tooLarge());
            return;
        }
        read();
    }

    /** Answers, unless something has before. */
    void answer(Reply reply) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        at(Connections.Step.TAKING);
        response.setStatus(reply.status());
        var headers = response.getHeaders();
        headers.put(NOSNIFF).put(NOT_KEPT).put(REFERRER);
        if (reply.status() != Reply.NO_CONTENT) {
            headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        }
        reply.headers().forEach(headers::put);
        if (reply.status() == Refusal.TOO_LARGE) {
            headers.put(HttpHeader.CONNECTION, "close"); // the rest of the body is not read
        }
        boolean head = "HEAD".equals(request.getMethod());
        response.write(
                true,
                head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(reply.body()),
                Callback.from(this::done, this::failed));
    }

    private void done() {
        at(Connections.Step.SENDING);
        callback.succeeded();
    }

    private void failed(Throwable cause) {
        at(Connections.Step.SENDING);
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
                if (answered.compareAndSet(false, true)) {
                    callback.failed(chunk.getFailure());
                }
                return;
            }
            boolean last = chunk.isLast();
            byte[] some = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(some);
            chunk.release();
            body.writeBytes(some);
            if (body.size() > LIMIT) {
                answer(tooLarge());
                return;
            }
            if (last) {
                take();
                return;
            }
        }
    }

    private void take() {
        at(Connections.Step.TAKING);
        String query = request.getHttpURI().getQuery();
        String path = request.getHttpURI().getCanonicalPath();
        CompletionStage<Reply> reply =
                then.apply(
                        new Ask(
                                request.getMethod(),
                                path == null ? "/" : path,
                                query == null ? "" : query,
                                address,
                                this::header,
                                body.toByteArray()));
        if (reply.toCompletableFuture().isDone()) { // most are: no timer for them
            reply.thenAccept(this::answer);
            return;
        }
        request.addIdleTimeoutListener(timeout -> false); // silence is what a waiting peer does
        Scheduler.Task deadline =
                request.getConnectionMetaData()
                        .getConnector()
                        .getScheduler()
                        .schedule(this::late, DEADLINE_SECONDS, TimeUnit.SECONDS);
        reply.thenAccept(
                made -> {
                    deadline.cancel();
                    answer(made);
                });
    }

    private void late() {
        answer(
                Reply.json(
                        new Refusal(
                                Refusal.NO_ANSWER, "no answer within " + DEADLINE_SECONDS + " s")));
    }

    private static Reply tooLarge() {
        return Reply.json(new Refusal(Refusal.TOO_LARGE, "body of more than " + LIMIT + " bytes"));
    }

    private String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    private void at(Connections.Step step) {
        connections.at(request.getConnectionMetaData().getConnection(), step);
    }
}
