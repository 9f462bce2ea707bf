package ccm.sim.cloud.mdash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Sends firmware to a device: {@code OTA.Begin}, then chunks by {@code OTA.Write}, each when the
 * one before is answered, then {@code OTA.End}. On the server's thread.
 */
final class FirmwarePush {
    private static final int[] CHUNKS = {512, 4096, 1024, 2048}; // devices have to take all

    private final BiFunction<String, JsonNode, CompletableFuture<ObjectNode>> device;
    private final byte[] firmware;
    private final CompletableFuture<ObjectNode> end = new CompletableFuture<>();
    private int sent;
    private int chunks;

    /**
     * Makes one.
     *
     * @param device takes a method and its params, and completes with the whole answer
     */
    FirmwarePush(
            BiFunction<String, JsonNode, CompletableFuture<ObjectNode>> device, byte[] firmware) {
        this.device = device;
        this.firmware = firmware;
    }

    /** Completes with the last answer: that of {@code OTA.End}, or the error that ended it. */
    CompletableFuture<ObjectNode> start() {
        call("OTA.Begin", object().put("size", firmware.length), this::write);
        return end;
    }

    private void write() {
        if (sent == firmware.length) {
            device.apply("OTA.End", object()).whenComplete(this::ended);
            return;
        }
        int until = Math.min(firmware.length, sent + CHUNKS[chunks++ % CHUNKS.length]);
        String data = Base64.getEncoder().encodeToString(Arrays.copyOfRange(firmware, sent, until));
        sent = until;
        call("OTA.Write", object().put("data", data), this::write);
    }

    private void call(String method, ObjectNode params, Runnable next) {
        device.apply(method, params)
                .whenComplete(
                        (answer, problem) -> {
                            if (problem == null && !answer.has("error")) {
                                next.run();
                            } else {
                                ended(answer, problem);
                            }
                        });
    }

    private void ended(ObjectNode answer, Throwable problem) {
        if (problem == null) {
            end.complete(answer);
        } else {
            end.completeExceptionally(problem);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
