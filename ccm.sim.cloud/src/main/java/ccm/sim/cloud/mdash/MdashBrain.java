package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebBrain;
import ccm.sim.cloud.server.WebRequest;
import ccm.sim.cloud.server.WebSession;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What mDash does with one device. On the server's thread. */
final class MdashBrain implements WebBrain {
    static final String PATH = "/api/v2/rpc";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int UNAUTHORIZED = 401;
    private static final int UNKNOWN = -32601;
    private static final int INVALID = -32602;
    private static final int THROTTLED = 429;

    private final String token;
    private final ShadowDocument shadow = new ShadowDocument();
    private final List<JsonNode> published = new ArrayList<>();
    private final Map<Long, CompletableFuture<ObjectNode>> calls = new HashMap<>();
    private Optional<WebSession> device = Optional.empty();
    private long lastId;
    private int throttle; // so many of the next messages are refused

    MdashBrain(String token) {
        this.token = token;
    }

    ShadowDocument shadow() {
        return shadow;
    }

    List<JsonNode> published() {
        return List.copyOf(published);
    }

    void throttle(int messages) {
        throttle = messages;
    }

    boolean online() {
        return device.isPresent();
    }

    @Override
    public int open(WebRequest request) {
        if (!request.path().equals(PATH)) {
            return 404;
        }
        return request.header("authorization").filter(("Bearer " + token)::equals).isPresent()
                ? SWITCHED
                : UNAUTHORIZED;
    }

    @Override
    public WebAnswer answer(WebRequest request) {
        return WebAnswer.error(404, request.path() + ": not found");
    }

    /** A device with the same token takes the place of the one before. */
    @Override
    public void opened(WebSession session) {
        session.named("device");
        device.ifPresent(WebSession::close);
        device = Optional.of(session);
    }

    @Override
    public void closed(WebSession session) {
        if (device.equals(Optional.of(session))) {
            device = Optional.empty();
            calls.values()
                    .forEach(each -> each.completeExceptionally(new IllegalStateException("gone")));
            calls.clear();
        }
    }

    @Override
    public void text(WebSession session, String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode frame) {
                take(session, frame);
            }
        } catch (JsonProcessingException e) {
            session.close(1007, "no JSON");
        }
    }

    /** Calls the device; completes with its whole answer. */
    CompletableFuture<ObjectNode> call(String method, JsonNode params) {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        if (device.isEmpty()) {
            answer.completeExceptionally(new IllegalStateException("the device is offline"));
            return answer;
        }
        calls.put(++lastId, answer);
        ObjectNode frame = JSON.createObjectNode().put("id", lastId).put("method", method);
        frame.set("params", params);
        device.get().send(frame.toString());
        return answer;
    }

    /** Wants something; told in the shape that comes next, for devices have to know all. */
    void desire(ObjectNode patch) {
        shadow.desire(patch);
        ObjectNode delta = shadow.delta();
        if (delta.isEmpty() || device.isEmpty()) {
            return;
        }
        ObjectNode frame = JSON.createObjectNode().put("method", "Shadow.Delta");
        if (shadow.version() % 2 == 0) {
            frame.set("params", delta);
        } else {
            ObjectNode params = frame.putObject("params").put("version", shadow.version());
            params.set("state", delta);
        }
        device.get().send(frame.toString());
    }

    private void take(WebSession session, ObjectNode frame) {
        if (!frame.path("method").isTextual()) {
            Optional.ofNullable(calls.remove(frame.path("id").asLong()))
                    .ifPresent(waiting -> waiting.complete(frame));
            return;
        }
        ObjectNode answer = carryOut(frame.path("method").asText(), frame.path("params"));
        if (frame.has("id")) {
            answer.set("id", frame.path("id"));
            session.send(answer.toString());
        }
    }

    private ObjectNode carryOut(String method, JsonNode params) {
        return switch (method) {
            case "Dash.Heartbeat", "Dash.Log" -> result(BooleanNode.TRUE);
            case "Dash.Shadow.Get" -> result(shadow.forDevice());
            case "Dash.Shadow.Update" -> update(params);
            case "MQTT.Pub" -> published(params);
            default -> error(UNKNOWN, "no method " + method);
        };
    }

    private ObjectNode published(JsonNode params) {
        if (throttle > 0) {
            throttle--;
            return error(THROTTLED, "too many");
        }
        published.add(params);
        return error(UNKNOWN, "no method MQTT.Pub"); // mDash shows it to its users, and has none
    }

    private ObjectNode update(JsonNode params) {
        if (params.path("state").path("reported") instanceof ObjectNode patch) {
            shadow.report(patch);
            return result(BooleanNode.TRUE);
        }
        return error(INVALID, "state.reported must be an object");
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
