package ccm.parts.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** One request from its header to the end of its answer. No thread waits for any of it. */
public final class JettyExchange {
    private static final HttpField NOSNIFF =
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NOT_KEPT =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final int NO_CONTENT = 204;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Connections<Connection> connections;
    private final Step taking;
    private final Step waiting;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** Takes a body as it comes. Used by one thread at a time. */
    public interface Taker {
        /** The next bytes; false when no more are wanted. */
        boolean take(ByteBuffer bytes);

        /** All of them were there. */
        void end();

        /** The rest does not come. */
        void lost(Throwable cause);
    }

    /**
     * Makes one.
     *
     * @param taking what its connection is at while the peer takes the answer
     * @param waiting what it is at then
     */
    public JettyExchange(
            Request request,
            Response response,
            Callback callback,
            Connections<Connection> connections,
            Step taking,
            Step waiting) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.connections = connections;
        this.taking = taking;
        this.waiting = waiting;
    }

    /** The value of a field of the header; empty for none. */
    public static String header(Request request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /** What is behind the question mark, still encoded; empty for nothing. */
    public static String query(Request request) {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : query;
    }

    /** Where a request comes from. */
    public static InetAddress from(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** Notes what the connection is at. */
    public void at(Step step) {
        connections.at(request.getConnectionMetaData().getConnection(), step);
    }

    /** Reads the body. */
    public void read(Taker body) {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(() -> read(body));
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                body.lost(chunk.getFailure());
                if (answered.compareAndSet(false, true)) {
                    callback.failed(chunk.getFailure());
                }
                return;
            }
            boolean last = chunk.isLast();
            boolean more = body.take(chunk.getByteBuffer());
            chunk.release();
            if (!more) {
                return;
            }
            if (last) {
                body.end();
                return;
            }
        }
    }

    /**
     * Hands on what a stage ends with, in the thread that completes it.
     *
     * @param late runs instead, or before, when that takes longer than so many seconds
     */
    public <T> void await(
            CompletionStage<T> stage, long seconds, BiConsumer<T, Throwable> then, Runnable late) {
        if (stage.toCompletableFuture().isDone()) { // most are: no timer for them
            stage.whenComplete(then);
            return;
        }
        request.addIdleTimeoutListener(timeout -> false); // silence is what a waiting peer does
        Scheduler.Task deadline =
                request.getConnectionMetaData()
                        .getConnector()
                        .getScheduler()
                        .schedule(late, seconds, TimeUnit.SECONDS);
        stage.whenComplete(
                (made, failure) -> {
                    deadline.cancel();
                    then.accept(made, failure);
                });
    }

    /**
     * Answers, unless something has before.
     *
     * @param fields adds fields of the header
     */
    public void answer(int status, Consumer<HttpFields.Mutable> fields, byte[] body) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        at(taking);
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(NOSNIFF).put(NOT_KEPT);
        if (status != NO_CONTENT) {
            headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        fields.accept(headers);
        if (status == Refusal.TOO_LARGE) {
            headers.put(HttpHeader.CONNECTION, "close"); // the rest of the body is not read
        }
        boolean head = "HEAD".equals(request.getMethod());
        response.write(
                true,
                ByteBuffer.wrap(body, 0, head ? 0 : body.length),
                Callback.from(this::done, this::failed));
    }

    private void done() {
        at(waiting);
        callback.succeeded();
    }

    private void failed(Throwable cause) {
        at(waiting);
        callback.failed(cause); // the peer is gone
    }
}
