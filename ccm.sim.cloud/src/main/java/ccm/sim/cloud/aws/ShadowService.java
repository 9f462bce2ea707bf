package ccm.sim.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The device shadows of all things, by the topic that each begins with. */
public final class ShadowService {
    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_TOKEN = 64;
    private static final int MAX_DEPTH = 6;

    private final Clock clock;
    private final Random order;
    private final Map<String, Shadow> shadows = new HashMap<>(); // deleted ones are not there
    private final Map<String, Long> versions = new HashMap<>(); // of deleted ones
    private int throttled;

    /**
     * Makes one without shadows.
     *
     * @param seed of what AWS leaves open: whether a delta or the documents come first
     */
    public ShadowService(Clock clock, long seed) {
        this.clock = clock;
        this.order = new Random(seed);
    }

    /** Why something is rejected. */
    private static final class Rejection extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        Rejection(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    /** So many of the next questions are rejected: too many requests. */
    public void throttle(int questions) {
        throttled = questions;
    }

    /**
     * Answers a question.
     *
     * @param prefix {@code $aws/things/THING/shadow}, with {@code /name/SHADOW} for a named one
     * @param operation {@code get}, {@code update} or {@code delete}
     * @return what to publish, in that order; topics are whole
     */
    public List<Out> ask(String prefix, String operation, byte[] payload) {
        String topic = prefix + "/" + operation;
        Optional<JsonNode> body = Tree.read(payload);
        Optional<String> token =
                body.map(read -> read.path("clientToken"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue);
        try {
            throttle();
            checkToken(body);
            return switch (operation) {
                case "get" -> List.of(get(prefix, topic, token));
                case "delete" -> List.of(delete(prefix, topic, token));
                default -> update(prefix, payload, token);
            };
        } catch (Rejection e) {
            ObjectNode error = Tree.object().put("code", e.code).put("message", e.getMessage());
            error.put("timestamp", now());
            return List.of(out(topic + "/rejected", error, token));
        }
    }

    /** The shadow as it is now. */
    public Optional<ObjectNode> read(String prefix) {
        return Optional.ofNullable(shadows.get(prefix)).map(Shadow::document);
    }

    private void throttle() throws Rejection {
        if (throttled > 0) {
            throttled--;
            throw new Rejection(429, "Too many requests");
        }
    }

    private static void checkToken(Optional<JsonNode> body) throws Rejection {
        JsonNode token = body.map(read -> read.path("clientToken")).orElseGet(Tree::object);
        boolean absent = !token.isValueNode();
        if (!absent
                && (!token.isTextual() || token.textValue().getBytes(UTF_8).length > MAX_TOKEN)) {
            throw new Rejection(400, "Invalid clientToken");
        }
    }

    private Out get(String prefix, String topic, Optional<String> token) throws Rejection {
        ObjectNode body = existing(prefix).document();
        return out(topic + "/accepted", body.put("timestamp", now()), token);
    }

    private Out delete(String prefix, String topic, Optional<String> token) throws Rejection {
        long version = existing(prefix).version();
        shadows.remove(prefix);
        versions.put(prefix, version);
        ObjectNode body = Tree.object().put("version", version).put("timestamp", now());
        return out(topic + "/accepted", body, token);
    }

    private Shadow existing(String prefix) throws Rejection {
        Shadow shadow = shadows.get(prefix);
        if (shadow == null) {
            String thing = prefix.replaceAll("^\\$aws/things/([^/]*)/.*", "$1");
            throw new Rejection(404, "No shadow exists with name: '" + thing + "'");
        }
        return shadow;
    }

    private List<Out> update(String prefix, byte[] payload, Optional<String> token)
            throws Rejection {
        JsonNode request = checked(payload);
        JsonNode state = request.path("state");
        Shadow before =
                Optional.ofNullable(shadows.get(prefix))
                        .orElseGet(() -> Shadow.nothing(versions.getOrDefault(prefix, 0L)));
        checkVersion(request.path("version"), before.version());
        long seconds = now();
        Shadow after = before.updated(state, seconds);
        if (after.size() > MAX_BYTES) {
            throw new Rejection(413, "The payload exceeds the maximum size allowed");
        }
        shadows.put(prefix, after);
        String topic = prefix + "/update";
        ObjectNode accepted = Tree.object();
        accepted.set("state", state.deepCopy());
        accepted.set("metadata", Tree.stamped(state, seconds));
        accepted.put("version", after.version()).put("timestamp", seconds);
        List<Out> others = new ArrayList<>();
        others.add(out(topic + "/documents", documents(before, after, seconds), token));
        if (!after.delta().isEmpty()) {
            others.add(out(topic + "/delta", delta(after, seconds), token));
        }
        Collections.shuffle(others, order);
        others.add(0, out(topic + "/accepted", accepted, token));
        return others;
    }

    private static ObjectNode documents(Shadow before, Shadow after, long seconds) {
        ObjectNode body = Tree.object();
        body.set("previous", before.body());
        body.set("current", after.body());
        return body.put("timestamp", seconds);
    }

    private static ObjectNode delta(Shadow after, long seconds) {
        ObjectNode body = Tree.object().put("version", after.version()).put("timestamp", seconds);
        body.set("state", after.delta());
        body.set("metadata", after.deltaTimes());
        return body;
    }

    private static JsonNode checked(byte[] payload) throws Rejection {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
        } catch (CharacterCodingException e) {
            throw new Rejection(
                    415, "Unsupported documented encoding; supported encoding is UTF-8");
        }
        JsonNode request =
                Tree.read(payload)
                        .filter(JsonNode::isObject)
                        .orElseThrow(() -> new Rejection(400, "Invalid JSON"));
        JsonNode state = request.path("state");
        if (state.isMissingNode()) {
            throw new Rejection(400, "Missing required node: state");
        }
        if (!state.isObject()) {
            throw new Rejection(400, "State node must be an object");
        }
        for (String section : List.of("desired", "reported")) {
            JsonNode node = state.path(section);
            if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
                throw new Rejection(400, section + " node must be an object");
            }
            if (Tree.depth(node) > MAX_DEPTH) {
                throw new Rejection(
                        400, "JSON contains too many levels of nesting; maximum is " + MAX_DEPTH);
            }
            if (Tree.nullInArray(node)) {
                throw new Rejection(400, "Invalid JSON: an array holds null");
            }
        }
        return request;
    }

    private static void checkVersion(JsonNode asked, long now) throws Rejection {
        if (asked.isMissingNode()) {
            return;
        }
        if (!asked.isIntegralNumber()) {
            throw new Rejection(400, "Invalid version");
        }
        if (asked.asLong() != now) {
            throw new Rejection(409, "Version conflict");
        }
    }

    private static Out out(String topic, ObjectNode body, Optional<String> token) {
        token.ifPresent(text -> body.put("clientToken", text));
        return new Out(topic, body, false);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
