package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The platform's side of device management. On the server's thread. */
final class DeviceManager {
    static final int OK = 200;
    private static final int BAD = 400;
    private static final int FORBIDDEN = 403;
    private static final int UNKNOWN = 404;
    private static final int SHORTEST_LIFE = 3_600;
    private static final String FROM = "iotdevice-1/";
    private static final String TO = "iotdm-1/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Asked> asked = new LinkedHashMap<>(); // by reqId
    private final Map<String, FirmwareJob> jobs = new HashMap<>(); // by client id

    private record Asked(String client, Message message, CompletableFuture<JsonNode> answer) {}

    /** Takes a message of a device; false when it is on no topic of device management. */
    boolean take(Session session, Registered device, Message message) {
        String topic = message.topic();
        if (!topic.startsWith(FROM)) {
            return false;
        }
        JsonNode body = read(message);
        String what = topic.substring(FROM.length());
        if (what.equals("response")) {
            answered(body);
            return true;
        }
        int code = code(device, what, body);
        JsonNode id = body.path("reqId");
        if (id.isTextual()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("rc", code);
            session.send(TO + "response", answer.set("reqId", id).toString(), 1);
        }
        if (code == OK) {
            done(device, what, body);
        }
        return true;
    }

    private static JsonNode read(Message message) {
        try {
            return JSON.readTree(message.payload());
        } catch (IOException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static int code(Registered device, String what, JsonNode body) {
        if (what.equals("mgmt/manage")) {
            long life = body.path("d").path("lifetime").asLong();
            return body.path("d").isObject() && (life == 0 || life >= SHORTEST_LIFE) ? OK : BAD;
        }
        if (device.managed().isEmpty()) {
            return FORBIDDEN;
        }
        return switch (what) {
            case "mgmt/unmanage",
                    "notify",
                    "device/update/location",
                    "add/diag/errorCodes",
                    "clear/diag/errorCodes",
                    "add/diag/log",
                    "clear/diag/log" ->
                    OK;
            default -> UNKNOWN;
        };
    }

    private void done(Registered device, String what, JsonNode body) {
        Optional<FirmwareJob> job = job(device);
        switch (what) {
            case "mgmt/manage" -> {
                device.managed(Optional.of((ObjectNode) body.path("d")));
                again(device);
                job.ifPresent(FirmwareJob::back);
            }
            case "mgmt/unmanage" -> device.managed(Optional.empty());
            case "notify" ->
                    job.ifPresent(each -> body.path("d").path("fields").forEach(each::notified));
            default -> {} // it is enough to have heard it
        }
    }

    /** What was not answered before the device started anew: it does the same once, not twice. */
    private void again(Registered device) {
        String client = device.client().toString();
        asked.values().stream()
                .filter(each -> each.client().equals(client))
                .forEach(each -> device.session().ifPresent(to -> to.send(each.message())));
    }

    private void answered(JsonNode body) {
        Optional.ofNullable(asked.remove(body.path("reqId").asText()))
                .ifPresent(each -> each.answer().complete(body));
    }

    /**
     * Asks something of a device.
     *
     * @param what behind {@code iotdm-1/}
     * @return completes with its answer, on the server's thread
     */
    CompletionStage<JsonNode> ask(Registered device, String what, JsonNode d) {
        String id = UUID.randomUUID().toString();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!d.isMissingNode()) {
            body.set("d", d);
        }
        body.put("reqId", id);
        Message message = Message.of(TO + what, body.toString(), 1);
        Asked next = new Asked(device.client().toString(), message, new CompletableFuture<>());
        asked.put(id, next);
        device.session().ifPresent(session -> session.deliver(message));
        return next.answer();
    }

    /** Sends something that needs no answer. */
    void say(Registered device, String what, String body) {
        device.session().ifPresent(each -> each.deliver(Message.of(TO + what, body, 1)));
    }

    /**
     * Brings firmware to a device.
     *
     * @throws IllegalArgumentException it is not managed, or has work to do already
     */
    FirmwareJob firmware(Registered device, ObjectNode firmware) {
        boolean able =
                device.managed()
                        .filter(
                                how ->
                                        how.path("supports")
                                                .path("firmwareActions")
                                                .asBoolean(false))
                        .isPresent();
        if (!able) {
            throw new IllegalArgumentException(
                    "the device is not managed, or supports no firmware actions");
        }
        if (job(device).filter(FirmwareJob::running).isPresent()) {
            throw new IllegalArgumentException("an update is under way already");
        }
        FirmwareJob job = new FirmwareJob((what, d) -> ask(device, what, d), firmware);
        jobs.put(device.client().toString(), job);
        job.start();
        return job;
    }

    /** The last one. */
    Optional<FirmwareJob> job(Registered device) {
        return Optional.ofNullable(jobs.get(device.client().toString()));
    }
}
