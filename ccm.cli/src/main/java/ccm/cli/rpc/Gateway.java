package ccm.cli.rpc;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A gateway that answers calls, one at a time, whatever lies between. */
public final class Gateway implements AutoCloseable {
    private static final long LEAST_SHARED_ID = 1L << 40; // as other tools do: 41 bits

    private final Transport transport;
    private final Optional<Credentials> login;
    private final Duration timeout;
    private Optional<Challenge> challenge = Optional.empty(); // the last one: good for more calls
    private long lastId;

    /**
     * Makes one.
     *
     * @param login for gateways that ask for it inside frames
     * @param timeout how long a call may take
     */
    public Gateway(Transport transport, Optional<Credentials> login, Duration timeout) {
        this.transport = transport;
        this.login = login;
        this.timeout = timeout;
        this.lastId =
                transport.shared()
                        ? ThreadLocalRandom.current().nextLong(LEAST_SHARED_ID, 2 * LEAST_SHARED_ID)
                        : 0;
    }

    /** How long a call may take. */
    public Duration timeout() {
        return timeout;
    }

    /** What errors call the way to it. */
    public String name() {
        return transport.name();
    }

    /** Calls a method without params. */
    public Json call(String method) throws FailedException {
        return call(method, Optional.empty());
    }

    /** Calls a method. */
    public Json call(String method, Json params) throws FailedException {
        return call(method, Optional.of(params));
    }

    /**
     * Calls a method, logs in when that is asked for, and returns the result.
     *
     * @throws CallException the gateway answered with an error
     */
    public Json call(String method, Optional<Json> params) throws FailedException {
        Json.Obj frame = new Json.Obj();
        if (!transport.source().isEmpty()) {
            frame.put("src", transport.source());
        }
        frame.put("id", ++lastId).put("method", method);
        params.ifPresent(value -> frame.put("params", value));
        Answer answer = exchange(method, frame);
        if (answer.isError()) {
            throw failure(method, answer);
        }
        return answer.result();
    }

    @Override
    public void close() {
        transport.close();
    }

    /** The same frame, with the same id, again when a login was asked for. */
    private Answer exchange(String method, Json.Obj frame) throws FailedException {
        if (login.isPresent() && challenge.isPresent()) {
            frame.put("auth", challenge.get().answer(login.get()));
        }
        Answer answer = exchange(method, frame.compact());
        if (!answer.isError() || answer.code() != Answer.LOGIN || login.isEmpty()) {
            return answer;
        }
        challenge = Challenge.of(answer.message());
        if (challenge.isEmpty()) {
            return answer;
        }
        frame.put("auth", challenge.get().answer(login.get()));
        return exchange(method, frame.compact());
    }

    private Answer exchange(String method, String frame) throws FailedException {
        Deadline deadline = Deadline.in(timeout);
        transport.send(frame, deadline);
        while (true) {
            String next = transport.receive(deadline).orElseThrow(() -> silence(method, deadline));
            Optional<Answer> answer = Answer.of(next, lastId);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    private NoAnswerException silence(String method, Deadline deadline) {
        return new NoAnswerException(
                method
                        + ": no answer from "
                        + transport.name()
                        + " within "
                        + deadline.shown()
                        + ". Give it longer with --timeout S");
    }

    private CallException failure(String method, Answer answer) {
        String text = method + ": " + answer.errorText();
        if (answer.code() == Answer.LOGIN) {
            boolean asked = Challenge.of(answer.message()).isPresent();
            String what = asked ? method + ": error 401: " : sentence(text);
            text = what + loginAdvice();
        } else if (answer.code() == Answer.FORBIDDEN && login.isEmpty() && !advises(text)) {
            text += ". Another user may: --rpc-creds USER:PASSWORD, or --rpc-creds @FILE";
        } else if (answer.code() == Answer.NOT_FOUND && answer.message().startsWith("No handler")
                || answer.code() == Answer.METHOD_NOT_FOUND) {
            text = sentence(text) + "What there is: ccm call RPC.List";
        }
        return new CallException(answer.code(), text);
    }

    /** True for a text of whole sentences: the last of them says what to do. */
    private static boolean advises(String text) {
        return text.endsWith(".") || text.endsWith("?");
    }

    private static String sentence(String text) {
        return advises(text) ? text + " " : text + ". ";
    }

    private String loginAdvice() {
        return login.isPresent()
                ? "the gateway refused the login of "
                        + login.get().user()
                        + ". Users are defined on it with: ccm user add NAME"
                : "the gateway wants a login. Type --rpc-creds USER:PASSWORD, or --rpc-creds @FILE,"
                        + " or set CCM_RPC_CREDS";
    }
}
