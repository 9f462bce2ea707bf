package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The REST interface of the users of mDash. On the server's thread. */
final class MdashRest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int FAILED = 500;
    private static final int OFFLINE = 503;
    private static final int LATE = 504;

    private final Account account;
    private final MdashBrain brain;

    MdashRest(Account account, MdashBrain brain) {
        this.account = account;
        this.brain = brain;
    }

    /**
     * Answers a request.
     *
     * @param path below the base, without slashes at its ends
     */
    void answer(String path, WebRequest request, Consumer<WebAnswer> to) {
        if (!account.allows(request)) {
            to.accept(WebAnswer.error(UNAUTHORIZED, "no such key. create one in the account"));
            return;
        }
        try {
            List<String> parts = List.of(path.split("/"));
            switch (parts.get(0)) {
                case "devices" -> devices(parts, request, to);
                case "keys" -> to.accept(keys(parts, request));
                case "data" -> to.accept(WebAnswer.json(data()));
                case "logs" -> to.accept(WebAnswer.json(logs(body(request))));
                default -> to.accept(unknown(request));
            }
        } catch (IllegalArgumentException e) {
            to.accept(WebAnswer.error(BAD_REQUEST, e.getMessage()));
        }
    }

    private void devices(List<String> parts, WebRequest request, Consumer<WebAnswer> to) {
        if (parts.size() == 1) {
            to.accept(devices(request));
            return;
        }
        Optional<MdashDevice> found = account.device(parts.get(1));
        if (found.isEmpty()) {
            to.accept(WebAnswer.error(NOT_FOUND, "no device " + parts.get(1)));
        } else if (parts.size() == 2) {
            to.accept(device(found.get(), request));
        } else {
            device(found.get(), parts, request, to);
        }
    }

    private WebAnswer devices(WebRequest request) {
        if (request.method().equals("POST")) {
            return WebAnswer.json(account.create(body(request).path("name").asText("")).forUsers());
        }
        ArrayNode all = NODES.arrayNode();
        account.devices().forEach(each -> all.add(each.forUsers()));
        return WebAnswer.json(all);
    }

    private WebAnswer device(MdashDevice device, WebRequest request) {
        switch (request.method()) {
            case "DELETE" -> {
                account.remove(device);
                device.session().ifPresent(session -> session.close());
                return WebAnswer.json(BooleanNode.TRUE);
            }
            case "POST" -> {
                JsonNode body = body(request);
                device.describe(body);
                account.save();
                JsonNode state = body.path("shadow").path("state");
                if (state.path("tags") instanceof ObjectNode tags) {
                    device.shadow().tag(tags);
                }
                if (state.path("desired") instanceof ObjectNode desired) {
                    brain.desire(device, desired);
                }
            }
            default -> {
                // it is shown
            }
        }
        return WebAnswer.json(device.forUsers());
    }

    private void device(
            MdashDevice device, List<String> parts, WebRequest request, Consumer<WebAnswer> to) {
        switch (parts.get(2)) {
            case "rpc" -> {
                JsonNode params =
                        request.body().length == 0 ? MissingNode.getInstance() : body(request);
                finish(brain.call(device, parts.get(parts.size() - 1), params), to);
            }
            case "ota" -> {
                byte[] file =
                        FormFile.in(request)
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "send the file as multipart/form-data"));
                finish(brain.update(device, file), to);
            }
            case "data" -> {
                ArrayNode all = NODES.arrayNode();
                device.data().forEach(all::add);
                to.accept(WebAnswer.json(all));
            }
            default -> to.accept(unknown(request));
        }
    }

    /** The bare result, or what went wrong. */
    private static void finish(CompletableFuture<ObjectNode> call, Consumer<WebAnswer> to) {
        call.whenComplete(
                (answer, problem) -> {
                    if (problem instanceof TimeoutException) {
                        to.accept(WebAnswer.error(LATE, "the device does not answer"));
                    } else if (problem != null) {
                        to.accept(WebAnswer.error(OFFLINE, problem.getMessage()));
                    } else if (answer.has("error")) {
                        ObjectNode error = NODES.objectNode();
                        to.accept(WebAnswer.json(FAILED, error.set("error", answer.path("error"))));
                    } else {
                        to.accept(WebAnswer.json(answer.path("result")));
                    }
                });
    }

    private WebAnswer keys(List<String> parts, WebRequest request) {
        return switch (request.method()) {
            case "POST" -> WebAnswer.json(key(account.createKey()));
            case "DELETE" ->
                    parts.size() == 2 && account.removeKey(parts.get(1))
                            ? WebAnswer.json(BooleanNode.TRUE)
                            : WebAnswer.error(NOT_FOUND, "no such key");
            default -> {
                ArrayNode all = NODES.arrayNode();
                account.keys().keySet().forEach(each -> all.add(key(each)));
                yield WebAnswer.json(all);
            }
        };
    }

    private ObjectNode key(String id) {
        return NODES.objectNode().put("id", id).put("key", account.keys().get(id));
    }

    private ArrayNode data() {
        ArrayNode all = NODES.arrayNode();
        account.devices().forEach(device -> device.data().forEach(all::add));
        return all;
    }

    /** Lines of the consoles, from a time on. */
    private ArrayNode logs(JsonNode asked) {
        double start = asked.path("start").asDouble(0);
        ArrayNode all = NODES.arrayNode();
        account.devices()
                .forEach(
                        device ->
                                device.logs().stream()
                                        .filter(line -> line.path("t").asDouble() >= start)
                                        .forEach(all::add));
        return all;
    }

    private static JsonNode body(WebRequest request) {
        return request.body().length == 0 ? NODES.objectNode() : Control.json(request);
    }

    private static WebAnswer unknown(WebRequest request) {
        return WebAnswer.error(NOT_FOUND, request.method() + " " + request.path() + ": not there");
    }
}
