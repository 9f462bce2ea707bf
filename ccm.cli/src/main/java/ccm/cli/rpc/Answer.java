package ccm.cli.rpc;

import ccm.cli.json.Json;
import java.io.IOException;
import java.util.Optional;

/** A frame that answers a call. */
final class Answer {
    static final long NOT_FOUND = 404;
    static final long METHOD_NOT_FOUND = -32601;
    static final long LOGIN = 401;
    static final long FORBIDDEN = 403;

    private final Json frame;

    private Answer(Json frame) {
        this.frame = frame;
    }

    /** Reads a frame; absent when it is none, or answers something else. */
    static Optional<Answer> of(String text, long id) {
        try {
            Answer answer = new Answer(Json.read(text));
            return answer.answers(Long.toString(id)) ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // console output, or damaged: not for us to judge
        }
    }

    /** The result; {@code null} when there is neither that nor an error. */
    Json result() {
        return frame.at("result").orElse(Json.NULL);
    }

    boolean isError() {
        return frame.at("error").isPresent();
    }

    /** The number of the error; 0 when it has none. */
    long code() {
        return error().number("code").orElse(0L);
    }

    /** The text of the error. */
    String message() {
        return error().at("message").map(Json::plain).orElse("no message");
    }

    /** {@code error -32601: method not found}. */
    String errorText() {
        if (!(error() instanceof Json.Obj)) {
            return "error: " + error().compact(); // shown as it came
        }
        String data = error().at("data").map(value -> " " + value.compact()).orElse("");
        return "error " + code() + ": " + message() + data;
    }

    private Json error() {
        return frame.at("error").orElse(Json.NULL);
    }

    /** It has our id, as a number or as text, or it refuses the whole line. */
    private boolean answers(String id) {
        boolean ours = frame.at("id").map(Json::plain).map(id::equals).orElse(false);
        boolean line = isError() && frame.at("id").orElse(Json.NULL).equals(Json.NULL);
        return frame.at("method").isEmpty() && (ours || line);
    }
}
