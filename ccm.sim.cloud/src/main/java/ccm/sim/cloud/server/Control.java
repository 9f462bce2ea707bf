package ccm.sim.cloud.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The control interface of an emulator: HTTP for people and tests, with a page at {@code /}. Give
 * it to a server as {@code Door.control(port, control)}, and tell it of the server by {@link
 * #serve}. Handlers run on the server's thread.
 *
 * <p>Every emulator has {@code GET /messages?since=N}, {@code GET /sessions}, {@code GET, POST and
 * DELETE /faults}, {@code POST /restart} and {@code POST /expire}; a cloud adds its own with {@link
 * #on}.
 */
public final class Control implements WebBrain {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DOWN_MILLIS = 1_000;
    private static final int BAD_REQUEST = 400;

    private final Map<String, Function<WebRequest, WebAnswer>> handlers = new LinkedHashMap<>();
    private final String name;
    private Optional<CloudServer> server = Optional.empty(); // set before the server is used

    /**
     * Makes one.
     *
     * @param name of the cloud
     */
    public Control(String name) {
        this.name = name;
        on("GET", "/", request -> page());
        on("GET", "/messages", this::messages);
        on("GET", "/sessions", request -> sessions());
        on("GET", "/faults", request -> faults());
        on("POST", "/faults", this::addFault);
        on("DELETE", "/faults", request -> clearFaults());
        on("POST", "/restart", this::restart);
        on("POST", "/expire", request -> expire());
    }

    /** This is the server that it is about. */
    public void serve(CloudServer which) {
        server = Optional.of(which);
    }

    /**
     * Answers a request.
     *
     * @param path exactly this one, or with {@code /*} at its end all below
     */
    public Control on(String method, String path, Function<WebRequest, WebAnswer> handler) {
        handlers.put(method + " " + path, handler);
        return this;
    }

    /** Reads a body that must be JSON. */
    public static JsonNode json(WebRequest request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getMessage(), e);
        }
    }

    /** Reads a body that must be a JSON object. */
    public static ObjectNode object(WebRequest request) {
        if (json(request) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("the body must be a JSON object");
    }

    @Override
    public WebAnswer answer(WebRequest request) {
        Function<WebRequest, WebAnswer> handler =
                handlers.get(request.method() + " " + request.path());
        String path = request.path();
        while (handler == null && path.lastIndexOf('/') >= 0) {
            path = path.substring(0, path.lastIndexOf('/'));
            handler = handlers.get(request.method() + " " + path + "/*");
        }
        if (handler == null) {
            return WebAnswer.error(404, "there is: " + String.join(", ", handlers.keySet()));
        }
        try {
            return handler.apply(request);
        } catch (IllegalArgumentException e) {
            return WebAnswer.error(BAD_REQUEST, e.getMessage());
        }
    }

    private CloudServer here() {
        return server.orElseThrow(() -> new IllegalArgumentException(name + ": starts just now"));
    }

    private WebAnswer messages(WebRequest request) {
        ArrayNode all = NODES.arrayNode();
        long since = Long.parseLong(request.query().getOrDefault("since", "0"));
        for (Journal.Event event : here().journal().since(since)) {
            ObjectNode one = all.addObject();
            one.put("number", event.number()).put("time", event.time().toString());
            one.put("kind", event.kind()).put("who", event.who()).put("what", event.what());
            one.put("text", event.text());
        }
        return WebAnswer.json(all);
    }

    private WebAnswer sessions() {
        ArrayNode all = NODES.arrayNode();
        for (Session session : here().sessions()) {
            ObjectNode one = all.addObject();
            one.put("client", session.clientId()).put("connected", session.connected());
            one.put("pending", session.pending());
            ObjectNode filters = one.putObject("subscriptions");
            session.subscriptions().forEach(filters::put);
        }
        return WebAnswer.json(all);
    }

    private WebAnswer faults() {
        ObjectNode answer = NODES.objectNode().put("fired", here().faults().fired());
        ArrayNode rules = answer.putArray("rules");
        here().faults().rules().forEach(rule -> rules.add(rule.toString()));
        return WebAnswer.json(answer);
    }

    private WebAnswer addFault(WebRequest request) {
        here().faults().add(request.text());
        return faults();
    }

    private WebAnswer clearFaults() {
        here().faults().clear();
        return faults();
    }

    private WebAnswer restart(WebRequest request) {
        String asked = request.text().isBlank() ? "" + DOWN_MILLIS : request.text().trim();
        here().restart(Integer.parseInt(asked));
        return WebAnswer.json(NODES.objectNode().put("down_ms", asked));
    }

    private WebAnswer expire() {
        here().expire();
        return WebAnswer.json(NODES.objectNode().put("expired", true));
    }

    private WebAnswer page() {
        try (InputStream page = Control.class.getResourceAsStream("page.html")) {
            byte[] bytes = page.readAllBytes();
            return new WebAnswer(200, "text/html; charset=utf-8", bytes, Map.of());
        } catch (IOException e) {
            return WebAnswer.error(500, e.getMessage());
        }
    }
}
