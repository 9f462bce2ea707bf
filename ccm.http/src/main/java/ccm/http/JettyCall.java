package ccm.http;

import ccm.parts.http.Connections;
import ccm.parts.http.JettyExchange;
import ccm.parts.http.Refusal;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request whose body is handed on as it comes. */
final class JettyCall implements JettyExchange.Taker {
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final int LOOKS = 150; // 3 s for a part that is being replaced
    private static final long DEADLINE_SECONDS = 120; // methods have shorter ones of their own
    private static final long UPDATE_SECONDS = 3_600; // longer than an update takes
    private static final long PACE =
            16_384; // bytes of a bundle that come within the time of SENDING

    private final Request request;
    private final JettyExchange exchange;
    private final Calls calls;
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
        this.exchange =
                new JettyExchange(
                        request, response, callback, connections, Steps.TAKING, Steps.WAITING);
        this.calls = calls;
    }

    /** Reads the body, has it carried out, and answers. */
    void carryOut(Body what) throws Refusal {
        body = what;
        limit = what.limit();
        if (request.getLength() > limit) {
            throw body.tooLarge();
        }
        exchange.at(Steps.SENDING);
        exchange.read(this);
    }

    /** Answers, unless something has before. */
    void answer(Answer answer) {
        exchange.answer(answer.status(), headers -> describe(answer, headers), answer.body());
    }

    private static void describe(Answer answer, HttpFields.Mutable headers) {
        if (answer.status() != Answer.NO_CONTENT) {
            headers.put(HttpHeader.CONTENT_TYPE, answer.type());
        }
        answer.challenge().ifPresent(ask -> headers.put(HttpHeader.WWW_AUTHENTICATE, ask));
        if (answer.status() == Refusal.UNAVAILABLE || answer.status() == Refusal.TOO_MANY) {
            headers.put(HttpHeader.RETRY_AFTER, 1);
        }
        if (answer.last()) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
    }

    @Override
    public boolean take(ByteBuffer bytes) {
        long before = taken;
        taken += bytes.remaining();
        if (taken > limit) {
            Refusal refusal = body.tooLarge();
            body.lost(refusal);
            answer(calls.answer(refusal));
            return false;
        }
        if (body.isLong() && before / PACE != taken / PACE) {
            exchange.at(Steps.SENDING);
        }
        try {
            body.take(bytes);
            return true;
        } catch (Refusal e) {
            answer(calls.answer(e));
            return false;
        }
    }

    /** Hands the body over as soon as there is somebody to take it. */
    @Override
    public void end() {
        exchange.at(body.isLong() ? Steps.UPDATING : Steps.TAKING);
        if (!calls.ready() && looks < LOOKS) {
            looks++;
            var server = request.getConnectionMetaData().getConnector().getServer();
            server.getScheduler()
                    .schedule(
                            () -> server.getThreadPool().execute(this::end),
                            LOOK_AGAIN_MILLIS,
                            TimeUnit.MILLISECONDS);
            return;
        }
        try {
            long seconds = body.isLong() ? UPDATE_SECONDS : DEADLINE_SECONDS;
            exchange.await(body.end(), seconds, this::answer, () -> late(seconds));
        } catch (Refusal | RuntimeException e) {
            answer(calls.answer(e));
        }
    }

    @Override
    public void lost(Throwable cause) {
        body.lost(cause);
    }

    private void answer(Answer answer, Throwable failure) {
        answer(failure == null ? answer : calls.answer(failure));
    }

    private void late(long seconds) {
        answer(calls.answer(new Refusal(Refusal.NO_ANSWER, "no answer within " + seconds + " s")));
    }
}
