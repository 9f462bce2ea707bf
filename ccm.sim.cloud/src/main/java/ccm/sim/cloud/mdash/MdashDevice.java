package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.WebSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A device of the account, with all that it said. On the server's thread. */
final class MdashDevice {
    private static final int KEPT = 10_000;

    private final String id;
    private String token;
    private final ObjectNode about = JsonNodeFactory.instance.objectNode(); // what users say of it
    private final ShadowDocument shadow = new ShadowDocument();
    private final Deque<JsonNode> published = new ArrayDeque<>();
    private final Deque<ObjectNode> data = new ArrayDeque<>();
    private final Deque<ObjectNode> logs = new ArrayDeque<>();
    private final Map<Long, CompletableFuture<ObjectNode>> calls = new HashMap<>();
    private Optional<WebSession> session = Optional.empty();
    private long lastId;

    MdashDevice(String id, String token, String name) {
        this.id = id;
        this.token = token;
        about.put("name", name).put("shared_with", "");
    }

    String id() {
        return id;
    }

    String token() {
        return token;
    }

    void token(String next) {
        token = next;
    }

    String name() {
        return about.path("name").asText();
    }

    ShadowDocument shadow() {
        return shadow;
    }

    boolean online() {
        return session.isPresent();
    }

    Optional<WebSession> session() {
        return session;
    }

    /** Takes members of it that users may change. */
    void describe(JsonNode with) {
        for (String each : List.of("name", "shared_with")) {
            if (with.path(each).isTextual()) {
                about.put(each, with.path(each).textValue());
            }
        }
    }

    /** As users of the REST interface see it. */
    ObjectNode forUsers() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("id", id).put("token", token).put("online", online()).setAll(about);
        all.putObject("shadow").set("state", shadow.forUsers());
        return all;
    }

    List<JsonNode> published() {
        return List.copyOf(published);
    }

    void published(JsonNode params) {
        keep(published, params);
    }

    List<ObjectNode> data() {
        return List.copyOf(data);
    }

    void data(ObjectNode one) {
        keep(data, one);
    }

    List<ObjectNode> logs() {
        return List.copyOf(logs);
    }

    void log(ObjectNode one) {
        keep(logs, one);
    }

    /** It is here; the one before it has to go. */
    void arrived(WebSession next) {
        Optional<WebSession> before = session;
        gone();
        session = Optional.of(next);
        before.ifPresent(WebSession::close);
    }

    /** It is away: nobody gets an answer any more. */
    void gone() {
        session = Optional.empty();
        List<CompletableFuture<ObjectNode>> waiting = new ArrayList<>(calls.values());
        calls.clear();
        waiting.forEach(each -> each.completeExceptionally(new IllegalStateException("gone")));
    }

    /** Calls it; completes with its whole answer. */
    CompletableFuture<ObjectNode> call(String method, JsonNode params) {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        if (session.isEmpty()) {
            answer.completeExceptionally(new IllegalStateException("the device is offline"));
            return answer;
        }
        calls.put(++lastId, answer);
        ObjectNode frame = JsonNodeFactory.instance.objectNode();
        frame.put("id", lastId).put("method", method);
        if (!params.isMissingNode()) {
            frame.set("params", params);
        }
        session.get().send(frame.toString());
        return answer;
    }

    /** It has answered a call. */
    void answered(ObjectNode frame) {
        Optional.ofNullable(calls.remove(frame.path("id").asLong()))
                .ifPresent(waiting -> waiting.complete(frame));
    }

    private static <T> void keep(Deque<T> in, T one) {
        in.add(one);
        if (in.size() > KEPT) {
            in.remove();
        }
    }
}
