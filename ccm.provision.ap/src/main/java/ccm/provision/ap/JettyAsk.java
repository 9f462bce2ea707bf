package ccm.provision.ap;

import ccm.parts.http.Connections;
import ccm.parts.http.JettyExchange;
import ccm.parts.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request that is looked at when it is whole. */
final class JettyAsk implements JettyExchange.Taker {
    private static final HttpField REFERRER =
            new PreEncodedHttpField("Referrer-Policy", "same-origin"); // none: no Origin in forms
    private static final int LIMIT = 4096;
    private static final long DEADLINE_SECONDS = 45; // a try takes 30 at most

    private final Request request;
    private final JettyExchange exchange;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String address; // this and the next: set before anything is read
    private Function<Ask, CompletionStage<Reply>> then;

    JettyAsk(
            Request request,
            Response response,
            Callback callback,
            Connections<Connection> connections) {
        this.request = request;
        this.exchange =
                new JettyExchange(
                        request, response, callback, connections, Steps.TAKING, Steps.SENDING);
    }

    /**
     * Reads the body, and answers with what is made of the whole.
     *
     * @param peer where it comes from
     * @param answering never fails
     */
    void read(String peer, Function<Ask, CompletionStage<Reply>> answering) {
        address = peer;
        then = answering;
        if (request.getLength() > LIMIT) {
            answer(tooLarge());
            return;
        }
        exchange.read(this);
    }

    /** Answers, unless something has before. */
    void answer(Reply reply) {
        exchange.answer(
                reply.status(),
                headers -> {
                    headers.put(REFERRER);
                    reply.headers().forEach(headers::put);
                },
                reply.body());
    }

    @Override
    public boolean take(ByteBuffer bytes) {
        byte[] some = new byte[bytes.remaining()];
        bytes.get(some);
        body.writeBytes(some);
        if (body.size() > LIMIT) {
            answer(tooLarge());
            return false;
        }
        return true;
    }

    @Override
    public void end() {
        exchange.at(Steps.TAKING);
        String path = request.getHttpURI().getCanonicalPath();
        Ask ask =
                new Ask(
                        request.getMethod(),
                        path == null ? "/" : path,
                        JettyExchange.query(request),
                        address,
                        name -> JettyExchange.header(request, name),
                        body.toByteArray());
        exchange.await(
                then.apply(ask), DEADLINE_SECONDS, (reply, none) -> answer(reply), this::late);
    }

    @Override
    public void lost(Throwable cause) {
        // nothing was begun
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
}
