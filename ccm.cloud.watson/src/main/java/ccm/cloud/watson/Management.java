package ccm.cloud.watson;

import ccm.api.cloud.CloudMessage;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Device management: says what this gateway is, and answers what the platform asks. On the worker's
 * thread.
 */
final class Management {
    /** What it listens to. */
    static final String FILTER = "iotdm-1/#";

    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    private static final String TO_US = "iotdm-1/";
    private static final String FROM_US = "iotdevice-1/";
    private static final String FIRMWARE = "mgmt.firmware";
    private static final int UNKNOWN = 404;
    private static final Actions.Result OK = new Actions.Result(HostFirmware.OK, "");

    private final Worker worker;
    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final Actions actions;
    private final HostFirmware firmware;
    private final Duration lifetime;
    private final Map<String, JsonNode> told = new HashMap<>(); // fields that we only keep
    private Optional<Gateway> gateway = Optional.empty();
    private boolean ready;
    private boolean unsaid; // the firmware has changed, and the platform does not know
    private String asked = ""; // reqId of our request to be managed
    private CompletableFuture<Void> renewal = new CompletableFuture<>();

    /**
     * Makes it.
     *
     * @param lifetime that the platform counts us as managed; zero for ever
     */
    Management(
            Worker worker,
            Function<CloudMessage, CompletionStage<Void>> publisher,
            Actions actions,
            HostFirmware firmware,
            Duration lifetime) {
        this.worker = worker;
        this.publisher = publisher;
        this.actions = actions;
        this.firmware = firmware;
        this.lifetime = lifetime;
        for (String field : new String[] {"location", "metadata", "deviceInfo"}) {
            told.put(field, Json.object());
        }
        firmware.onChange(this::firmwareChanged);
    }

    HostFirmware firmware() {
        return firmware;
    }

    void present(Gateway who) {
        worker.run(() -> gateway = Optional.of(who));
    }

    void onReady(boolean now) {
        worker.run(
                () -> {
                    ready = now;
                    manage();
                });
    }

    /** Takes a message of the platform; empty when it is none of device management. */
    Optional<CompletionStage<Void>> take(CloudMessage message) {
        String topic = message.topic();
        return topic.startsWith(TO_US)
                ? Optional.of(
                        worker.run(
                                () -> handle(topic.substring(TO_US.length()), message.payload())))
                : Optional.empty();
    }

    void close() {
        renewal.cancel(false);
        firmware.close();
    }

    private void manage() {
        renewal.cancel(false);
        if (!ready || gateway.isEmpty()) {
            return;
        }
        asked = UUID.randomUUID().toString();
        ObjectNode d = Json.object();
        d.putObject("metadata");
        d.put("lifetime", lifetime.toSeconds());
        d.putObject("supports").put("deviceActions", true).put("firmwareActions", true);
        d.set("deviceInfo", gateway.get().info());
        say("mgmt/manage", Json.object().<ObjectNode>set("d", d).put("reqId", asked));
        if (!lifetime.isZero()) {
            renewal =
                    new CompletableFuture<Void>()
                            .completeOnTimeout(
                                    null, lifetime.toMillis() * 3 / 4, TimeUnit.MILLISECONDS);
            renewal.thenRun(() -> worker.run(this::manage));
        }
    }

    private void handle(String what, byte[] payload) {
        Optional<ObjectNode> body = Json.readObject(payload);
        if (body.isEmpty()) {
            LOG.warn(
                    "watson: a message of {} bytes on {}{} is no JSON object of up to {} levels, and"
                            + " was dropped",
                    payload.length,
                    TO_US,
                    what,
                    Json.MAX_DEPTH);
            return;
        }
        String request = body.get().path("reqId").asText();
        if (what.equals("response")) {
            answered(request, body.get());
            return;
        }
        JsonNode fields = body.get().path("d").path("fields");
        switch (what) {
            case "device/update" -> answer(request, update(fields));
            case "observe" -> observe(request, fields);
            case "cancel" -> {
                fields.forEach(each -> observed(each, false));
                answer(request, OK);
            }
            case "mgmt/initiate/firmware/download" ->
                    firmware.soon(() -> act(request, firmware.mayDownload(), firmware::download));
            case "mgmt/initiate/firmware/update" ->
                    firmware.soon(() -> act(request, firmware.mayUpdate(), firmware::update));
            case "mgmt/initiate/device/reboot" -> call(request, actions::reboot);
            case "mgmt/initiate/device/factory_reset" -> call(request, actions::factoryReset);
            default ->
                    answer(
                            request,
                            new Actions.Result(
                                    HostFirmware.UNSUPPORTED, what + " is not supported"));
        }
    }

    /** The platform has heard that we are managed, or it will not have it. */
    private void answered(String request, ObjectNode body) {
        if (!request.equals(asked)) {
            return;
        }
        if (body.path("rc").asInt() == HostFirmware.OK) {
            firmware.resume();
            if (unsaid) {
                firmwareChanged();
            }
        } else {
            LOG.warn(
                    "watson: the platform does not manage this device: {}. set watson.manage to false"
                            + " when it shall not",
                    body);
        }
    }

    private Actions.Result update(JsonNode fields) {
        int code = fields.isArray() && !fields.isEmpty() ? HostFirmware.OK : HostFirmware.BAD;
        for (JsonNode each : fields) {
            code = Math.max(code, update(each.path("field").asText(), each.path("value")));
        }
        return new Actions.Result(
                code,
                switch (code) {
                    case HostFirmware.BAD -> "fields is no list of a field and its value each";
                    case UNKNOWN -> "a field is not known here";
                    case HostFirmware.CONFLICT -> "an update is under way. try again later";
                    default -> "";
                });
    }

    private int update(String field, JsonNode value) {
        if (field.equals(FIRMWARE)) {
            return firmware.told(value);
        }
        return told.replace(field, value) == null ? UNKNOWN : HostFirmware.CHANGED;
    }

    private void observe(String request, JsonNode fields) {
        ObjectNode d = Json.object();
        ArrayNode values = d.putArray("fields");
        for (JsonNode each : fields) {
            String field = each.path("field").asText();
            if (!field.equals(FIRMWARE) && !told.containsKey(field)) {
                answer(request, new Actions.Result(UNKNOWN, "no field " + field + " here"));
                return;
            }
            values.add(field(field));
        }
        fields.forEach(each -> observed(each, true));
        answer(request, OK, Optional.of(d));
    }

    private ObjectNode field(String name) {
        JsonNode value = name.equals(FIRMWARE) ? firmware.now().shown() : told.get(name);
        return Json.object().put("field", name).set("value", value);
    }

    private void observed(JsonNode field, boolean on) {
        if (field.path("field").asText().equals(FIRMWARE)) {
            firmware.observe(on);
        }
    }

    private void act(String request, int code, Runnable action) {
        boolean first = firmware.first(request);
        answer(request, new Actions.Result(first ? code : HostFirmware.ACCEPTED, ""));
        if (first && code == HostFirmware.ACCEPTED) {
            action.run();
        }
    }

    private void call(String request, Supplier<CompletionStage<Actions.Result>> action) {
        if (firmware.first(request)) {
            action.get().thenAccept(result -> worker.run(() -> answer(request, result)));
        } else {
            answer(request, new Actions.Result(HostFirmware.ACCEPTED, ""));
        }
    }

    private void firmwareChanged() {
        if (!firmware.now().observed()) {
            return;
        }
        unsaid = true;
        ObjectNode d = Json.object();
        d.putArray("fields").add(field(FIRMWARE));
        ObjectNode body = Json.object();
        body.set("d", d);
        say("notify", body.put("reqId", UUID.randomUUID().toString()))
                .thenRun(() -> worker.run(() -> unsaid = false));
    }

    private void answer(String request, Actions.Result result) {
        answer(request, result, Optional.empty());
    }

    private void answer(String request, Actions.Result result, Optional<ObjectNode> d) {
        if (request.isEmpty()) {
            return; // nobody waits for it
        }
        ObjectNode body = Json.object().put("rc", result.code());
        if (!result.message().isEmpty()) {
            body.put("message", result.message());
        }
        d.ifPresent(each -> body.set("d", each));
        say("response", body.put("reqId", request));
    }

    private CompletionStage<Void> say(String what, ObjectNode body) {
        return publisher.apply(new CloudMessage(FROM_US + what, Json.bytes(body), 1, false));
    }
}
