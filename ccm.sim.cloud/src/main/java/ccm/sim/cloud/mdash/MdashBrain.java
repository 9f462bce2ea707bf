package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebBrain;
import ccm.sim.cloud.server.WebRequest;
import ccm.sim.cloud.server.WebSession;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What mDash does with devices and their users. On the server's thread. */
final class MdashBrain implements WebBrain {
    static final String BASE = "/api/v2/";
    static final String PATH = BASE + "rpc";
    static final String NOTIFY = BASE + "notify";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int UNKNOWN = -32601;
    private static final int INVALID = -32602;
    private static final int CONFLICT = 409;
    private static final int THROTTLED = 429;
    private static final int SHAPES = 4;
    private static final int NO_TEXT = 1007;
    private static final int TOO_BIG = 1009;

    private final Account account;
    private final MdashRest rest;
    private final Notices notices = new Notices();
    private final Map<WebSession, MdashDevice> sessions = new HashMap<>();
    private CloudServer server; // set before anybody comes
    private int largest = Integer.MAX_VALUE;
    private int throttle; // so many of the next messages are refused
    private int deltas;

    MdashBrain(Account account) {
        this.account = account;
        this.rest = new MdashRest(account, this);
    }

    void serve(CloudServer own) {
        server = own;
    }

    void throttle(int messages) {
        throttle = messages;
    }

    /** Larger frames of devices cost them the connection. */
    void largest(int bytes) {
        largest = bytes;
    }

    @Override
    public int open(WebRequest request) {
        boolean known =
                request.path().equals(NOTIFY)
                        ? account.allows(request)
                        : account.caller(request).isPresent();
        if (!request.path().equals(NOTIFY) && !request.path().equals(PATH)) {
            return NOT_FOUND;
        }
        return known ? SWITCHED : UNAUTHORIZED;
    }

    @Override
    public void answer(WebRequest request, Consumer<WebAnswer> to) {
        if (request.path().startsWith(BASE)) {
            rest.answer(request.path().substring(BASE.length()), request, to);
        } else {
            to.accept(answer(request));
        }
    }

    /** A device with the same token takes the place of the one before. */
    @Override
    public void opened(WebSession session) {
        if (session.request().path().equals(NOTIFY)) {
            session.named("user");
            notices.add(session);
            return;
        }
        MdashDevice device = account.caller(session.request()).orElseThrow();
        session.named("device");
        sessions.put(session, device);
        device.arrived(session);
        notices.tell("online", device, MissingNode.getInstance());
    }

    @Override
    public void closed(WebSession session) {
        notices.remove(session);
        MdashDevice device = sessions.remove(session);
        if (device != null && device.session().filter(session::equals).isPresent()) {
            device.gone();
            notices.tell("offline", device, MissingNode.getInstance());
        }
    }

    @Override
    public void text(WebSession session, String text) {
        MdashDevice device = sessions.get(session);
        if (device == null) {
            return; // users say nothing here
        }
        if (text.length() > largest) {
            session.close(TOO_BIG, "at most " + largest + " bytes");
            return;
        }
        try {
            if (JSON.readTree(text) instanceof ObjectNode frame) {
                take(device, session, frame);
            }
        } catch (JsonProcessingException e) {
            session.close(NO_TEXT, "no JSON");
        }
    }

    /** Calls a device as a user does; completes with its whole answer, within half a minute. */
    CompletableFuture<ObjectNode> call(MdashDevice device, String method, JsonNode params) {
        CompletableFuture<ObjectNode> answer = device.call(method, params);
        notices.tell("rpc.in." + method, device, params);
        var late =
                server.later(
                        PATIENCE,
                        () -> answer.completeExceptionally(new TimeoutException("no answer")));
        answer.whenComplete((done, problem) -> late.cancel(false));
        return answer;
    }

    /** Sends firmware to a device; completes with its last answer. */
    CompletableFuture<ObjectNode> update(MdashDevice device, byte[] firmware) {
        return new FirmwarePush((method, params) -> call(device, method, params), firmware).start();
    }

    /** Wants something; told in the shape that comes next, for devices have to know all. */
    void desire(MdashDevice device, ObjectNode patch) {
        device.shadow().desire(patch);
        ObjectNode delta = device.shadow().delta();
        if (delta.isEmpty() || !device.online()) {
            return;
        }
        int shape = deltas++ % SHAPES;
        ObjectNode params = delta;
        if (shape % 2 == 0) {
            params = JSON.createObjectNode().put("version", device.shadow().version());
            params.set("state", delta);
        }
        if (shape < SHAPES / 2) {
            ObjectNode frame = JSON.createObjectNode().put("method", "Shadow.Delta");
            frame.set("params", params);
            device.session().ifPresent(session -> session.send(frame.toString()));
        } else {
            device.call("Shadow.Delta", params); // whatever it answers
        }
    }

    private void take(MdashDevice device, WebSession session, ObjectNode frame) {
        if (!frame.path("method").isTextual()) {
            device.answered(frame);
            return;
        }
        String method = frame.path("method").asText();
        ObjectNode answer = carryOut(device, method, frame.path("params"));
        notices.tell("rpc.out." + method, device, frame.path("params"));
        if (frame.has("id")) {
            answer.set("id", frame.path("id"));
            session.send(answer.toString());
        }
    }

    private ObjectNode carryOut(MdashDevice device, String method, JsonNode params) {
        return switch (method) {
            case "Dash.Heartbeat" -> result(BooleanNode.TRUE);
            case "Dash.Log" -> log(device, params);
            case "DB.Save", "DB.NewData" -> save(device, params);
            case "Dash.Shadow.Get" -> result(device.shadow().forDevice());
            case "Dash.Shadow.Update" -> update(device, params);
            case "MQTT.Pub" -> published(device, params);
            default -> error(UNKNOWN, "no method " + method);
        };
    }

    private ObjectNode published(MdashDevice device, JsonNode params) {
        if (throttle > 0) {
            throttle--;
            return error(THROTTLED, "too many");
        }
        device.published(params);
        return error(UNKNOWN, "no method MQTT.Pub"); // mDash shows it to its users, and has none
    }

    private static ObjectNode log(MdashDevice device, JsonNode params) {
        if (!(params instanceof ObjectNode line)) {
            return error(INVALID, "params must be an object");
        }
        device.log(line.deepCopy().put("id", device.id()));
        return result(BooleanNode.TRUE);
    }

    private static ObjectNode save(MdashDevice device, JsonNode params) {
        ObjectNode one = JsonNodeFactory.instance.objectNode().put("id", device.id());
        one.put("t", System.currentTimeMillis());
        device.data(one.set("data", params.deepCopy()));
        return result(BooleanNode.TRUE);
    }

    private ObjectNode update(MdashDevice device, JsonNode params) {
        if (params.path("version").isIntegralNumber()
                && params.path("version").longValue() != device.shadow().version()) {
            return error(CONFLICT, "the version is " + device.shadow().version());
        }
        if (!(params.path("state").path("reported") instanceof ObjectNode patch)) {
            return error(INVALID, "state.reported must be an object");
        }
        device.shadow().report(patch);
        device.shadow().saved(patch).ifPresent(kept -> save(device, kept));
        return result(BooleanNode.TRUE);
    }

    private static ObjectNode result(JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set("result", value);
    }

    private static ObjectNode error(int code, String message) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }
}
