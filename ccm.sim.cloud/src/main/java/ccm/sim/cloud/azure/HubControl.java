package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The control interface of an emulated hub, with the paths of a hub's own service where it has
 * them. A call of a method is begun by one request and its end asked for by others.
 */
final class HubControl {
    private static final int NOT_FOUND = 404;
    private static final int NO_ROOM = 403;
    private static final int BEGUN = 202;
    private static final int DEFAULT_SECONDS = 30;

    private final AzureEmulator hub;
    private final Control control = new Control("azure");
    private final Map<String, CompletableFuture<MethodResult>> calls = new LinkedHashMap<>();
    private int last;

    HubControl(AzureEmulator hub) {
        this.hub = hub;
        control.on("GET", "/shadow", request -> WebAnswer.json(hub.shadow()))
                .on("POST", "/desired", this::desire)
                .on("GET", "/telemetry", this::telemetry)
                .on("GET", "/devices", request -> devices())
                .on("GET", "/devices/*", request -> device(name(request)))
                .on("PUT", "/devices/*", this::register)
                .on("DELETE", "/devices/*", this::delete)
                .on("GET", "/twins/*", request -> WebAnswer.json(hub.twin(name(request))))
                .on("PATCH", "/twins/*", this::patch)
                .on("PUT", "/twins/*", this::replace)
                .on("POST", "/methods/*", this::call)
                .on("GET", "/methods/*", request -> result(name(request)))
                .on("POST", "/messages/*", this::tell)
                .on("GET", "/messages/*", request -> pending(name(request)));
    }

    Control control() {
        return control;
    }

    private WebAnswer desire(WebRequest request) {
        hub.desire(Control.object(request));
        return WebAnswer.json(hub.shadow());
    }

    private WebAnswer telemetry(WebRequest request) {
        long since = Long.parseLong(request.query().getOrDefault("since", "0"));
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Telemetry each : hub.telemetry(since)) {
            ObjectNode one = all.addObject();
            one.put("number", each.number()).put("device", each.device());
            ObjectNode properties = one.putObject("properties");
            each.properties().forEach(properties::put);
            one.put("body", each.text());
        }
        return WebAnswer.json(all);
    }

    private WebAnswer devices() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        hub.devices().forEach(all::add);
        return WebAnswer.json(all);
    }

    private WebAnswer device(String id) {
        if (!hub.devices().contains(id)) {
            return WebAnswer.error(NOT_FOUND, id + ": no such device");
        }
        HubAccess access = hub.access(id);
        ObjectNode device = JsonNodeFactory.instance.objectNode().put("deviceId", id);
        ObjectNode authentication = device.putObject("authentication");
        ObjectNode key = authentication.putObject("symmetricKey");
        ObjectNode print = authentication.putObject("x509Thumbprint");
        for (int i = 0; i < access.keys().size(); i++) {
            key.put(i == 0 ? "primaryKey" : "secondaryKey", access.keys().get(i));
        }
        for (int i = 0; i < access.thumbprints().size(); i++) {
            print.put(
                    i == 0 ? "primaryThumbprint" : "secondaryThumbprint",
                    access.thumbprints().get(i));
        }
        authentication.put(
                "type",
                access.signed()
                        ? "certificateAuthority"
                        : access.thumbprints().isEmpty() ? "sas" : "selfSigned");
        return WebAnswer.json(device);
    }

    private WebAnswer register(WebRequest request) {
        JsonNode authentication = Control.object(request).path("authentication");
        JsonNode print = authentication.path("x509Thumbprint");
        String id = name(request);
        hub.register(
                id,
                switch (authentication.path("type").asText("sas")) {
                    case "selfSigned" ->
                            HubAccess.byThumbprints(
                                    print.path("primaryThumbprint").asText(""),
                                    print.path("secondaryThumbprint").asText("-"));
                    case "certificateAuthority" -> HubAccess.byAuthority();
                    default -> HubAccess.byKeys();
                });
        if (Control.object(request).path("status").asText("").equals("disabled")) {
            hub.enable(id, false);
        }
        return device(id);
    }

    private WebAnswer delete(WebRequest request) {
        hub.delete(name(request));
        return devices();
    }

    private WebAnswer patch(WebRequest request) {
        hub.desire(name(request), desired(request));
        return WebAnswer.json(hub.twin(name(request)));
    }

    private WebAnswer replace(WebRequest request) {
        hub.replaceDesired(name(request), desired(request));
        return WebAnswer.json(hub.twin(name(request)));
    }

    private static ObjectNode desired(WebRequest request) {
        if (Control.object(request).path("properties").path("desired") instanceof ObjectNode it) {
            return it;
        }
        throw new IllegalArgumentException("write {\"properties\":{\"desired\":{…}}}");
    }

    private WebAnswer call(WebRequest request) {
        JsonNode asked = Control.object(request);
        int seconds = asked.path("responseTimeoutInSeconds").asInt(DEFAULT_SECONDS);
        String payload = asked.has("payload") ? asked.get("payload").toString() : "";
        String id = Integer.toString(++last);
        calls.put(
                id,
                hub.call(
                        name(request),
                        asked.path("methodName").asText(""),
                        payload,
                        Duration.ofSeconds(seconds)));
        return WebAnswer.json(BEGUN, JsonNodeFactory.instance.objectNode().put("call", id));
    }

    private WebAnswer result(String id) {
        CompletableFuture<MethodResult> call = calls.get(id);
        if (call == null) {
            return WebAnswer.error(NOT_FOUND, id + ": no such call");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!call.isDone()) {
            return WebAnswer.json(BEGUN, answer.put("call", id));
        }
        return WebAnswer.json(
                answer.put("status", call.join().status()).put("payload", call.join().payload()));
    }

    private WebAnswer tell(WebRequest request) {
        return hub.tell(name(request), new LinkedHashMap<>(request.query()), request.body())
                ? WebAnswer.json(BEGUN, JsonNodeFactory.instance.objectNode().put("told", true))
                : WebAnswer.error(NO_ROOM, "50 messages wait already");
    }

    private WebAnswer pending(String device) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return WebAnswer.json(answer.put("pending", hub.pending(device)));
    }

    private static String name(WebRequest request) {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }
}
