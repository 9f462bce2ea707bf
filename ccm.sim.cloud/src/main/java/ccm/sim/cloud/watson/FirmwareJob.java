package ccm.sim.cloud.watson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Brings firmware to one device as the platform does: tells it about it, watches it download,
 * watches it update. On the server's thread.
 */
final class FirmwareJob {
    private static final String FIRMWARE = "mgmt.firmware";
    private static final int IDLE = 0;
    private static final int DOWNLOADED = 2;
    private static final int IN_PROGRESS = 1;

    /** Asks the device. */
    interface Device {
        CompletionStage<JsonNode> ask(String what, JsonNode d);
    }

    private enum Stage {
        TELLING,
        DOWNLOADING,
        UPDATING,
        SUCCEEDED,
        FAILED
    }

    private final Device device;
    private final ObjectNode firmware;
    private final ObjectNode known = JsonNodeFactory.instance.objectNode(); // of the device's
    private final List<String> steps = new ArrayList<>();
    private Stage stage = Stage.TELLING;
    private boolean begun; // the action under way was answered
    private boolean turning; // it has been heard that the download is over; it may be said twice
    private String reason = "";

    /**
     * Makes one.
     *
     * @param firmware {@code version}, {@code name}, {@code uri}, {@code verifier}
     */
    FirmwareJob(Device device, ObjectNode firmware) {
        this.device = device;
        this.firmware = firmware;
    }

    void start() {
        ObjectNode told = firmware.deepCopy().put("state", IDLE).put("updateStatus", 0);
        known.setAll(told);
        ask("device/update", field().set("value", told), Set.of(200, 204), this::download);
    }

    boolean running() {
        return stage != Stage.SUCCEEDED && stage != Stage.FAILED;
    }

    ObjectNode shown() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("stage", stage.name()).put("reason", reason);
        steps.forEach(shown.putArray("steps")::add);
        return shown;
    }

    private void download() {
        stage = Stage.DOWNLOADING;
        begin("mgmt/initiate/firmware/download");
    }

    private void update() {
        turning = false;
        stage = Stage.UPDATING;
        begin("mgmt/initiate/firmware/update");
    }

    private void begin(String action) {
        begun = false;
        ask(
                "observe",
                field(),
                Set.of(200),
                () ->
                        ask(
                                action,
                                JsonNodeFactory.instance.missingNode(),
                                Set.of(202),
                                () -> begun = true));
    }

    /**
     * It said that something has changed, or it was looked at again. Devices tell all of it, or
     * what has changed alone.
     */
    void notified(JsonNode changed) {
        if (!changed.path("field").asText().equals(FIRMWARE) || !running()) {
            return;
        }
        if (changed.path("value") instanceof ObjectNode news) {
            known.setAll(news);
        }
        int state = known.path("state").asInt(-1);
        int status = known.path("updateStatus").asInt(-1);
        steps.add("notify state " + state + ", updateStatus " + status);
        if (stage == Stage.DOWNLOADING && state == DOWNLOADED) {
            if (!turning) {
                turning = true;
                cancel(this::update);
            }
        } else if (stage == Stage.UPDATING && state == IDLE && status == 0) {
            cancel(() -> stage = Stage.SUCCEEDED);
        } else if (state == IDLE && status != 0 && status != IN_PROGRESS) {
            cancel(() -> {});
            fail("the device says updateStatus " + status);
        }
    }

    /** The device has started anew: what has it done meanwhile? */
    void back() {
        if (running() && begun) {
            turning = false; // what was asked before was asked in vain
            device.ask("observe", fields(field()))
                    .thenAccept(answer -> answer.path("d").path("fields").forEach(this::notified));
        }
    }

    private void cancel(Runnable next) {
        ask("cancel", field(), Set.of(200), next);
    }

    private void ask(String what, JsonNode d, Set<Integer> good, Runnable next) {
        steps.add(what);
        device.ask(what, d.isMissingNode() ? d : fields(d))
                .thenAccept(
                        answer -> {
                            int code = answer.path("rc").asInt();
                            steps.add("rc " + code);
                            if (good.contains(code)) {
                                next.run();
                            } else {
                                fail(what + " was answered by " + answer);
                            }
                        });
    }

    private void fail(String why) {
        if (running()) {
            stage = Stage.FAILED;
            reason = why;
        }
    }

    private static ObjectNode field() {
        return JsonNodeFactory.instance.objectNode().put("field", FIRMWARE);
    }

    private static ObjectNode fields(JsonNode one) {
        ObjectNode d = JsonNodeFactory.instance.objectNode();
        d.putArray("fields").add(one);
        return d;
    }
}
