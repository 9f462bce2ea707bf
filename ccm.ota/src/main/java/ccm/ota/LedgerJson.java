package ccm.ota;

import ccm.ota.bundle.InstalledFirmware;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The ledger as JSON. */
final class LedgerJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LedgerJson() {}

    static byte[] write(Ledger ledger) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        ledger.running().ifPresent(one -> put(json.putObject("running"), one));
        ledger.kept().ifPresent(one -> put(json.putObject("kept"), one));
        ledger.journal().ifPresent(begun -> put(json.putObject("journal"), begun));
        json.putObject("polled")
                .put("url", ledger.polled().url())
                .put("tag", ledger.polled().tag())
                .put("sha256", ledger.polled().sha256())
                .put("refused", ledger.polled().refused());
        json.put("result", ledger.result());
        ledger.failed().ifPresent(reason -> json.put("failed", reason));
        ledger.entered().ifPresent(type -> json.put("entered", type));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    /**
     * Reads it back.
     *
     * @throws IOException it is torn
     */
    static Ledger read(byte[] bytes) throws IOException {
        JsonNode json = JSON.readTree(bytes);
        if (!json.isObject() || !json.path("result").isTextual()) {
            throw new IOException("is no ledger");
        }
        return new Ledger(
                installed(json.path("running")),
                installed(json.path("kept")),
                journal(json.path("journal")),
                polled(json.path("polled")),
                text(json, "result"),
                optional(json, "failed"),
                optional(json, "entered"));
    }

    private static void put(ObjectNode json, Installed one) {
        json.put("name", one.firmware().name())
                .put("version", one.firmware().version())
                .put("build_id", one.firmware().buildId())
                .put("sha256", one.firmware().sha256())
                .put("type", one.type())
                .put("image", one.image());
    }

    private static void put(ObjectNode json, Journal begun) {
        put(json.putObject("next"), begun.next());
        put(json.putObject("back"), begun.back());
        json.put("step", begun.step().name())
                .put("window_ms", begun.window().toMillis())
                .put("source", begun.source())
                .put("why", begun.why())
                .put("by_hand", begun.byHand());
    }

    private static Optional<Installed> installed(JsonNode json) {
        return json.isObject()
                ? Optional.of(
                        new Installed(
                                new InstalledFirmware(
                                        text(json, "name"),
                                        text(json, "version"),
                                        text(json, "build_id"),
                                        text(json, "sha256")),
                                text(json, "type"),
                                text(json, "image")))
                : Optional.empty();
    }

    private static Optional<Journal> journal(JsonNode json) throws IOException {
        if (!json.isObject()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Journal(
                            Journal.Step.valueOf(text(json, "step")),
                            installed(json.path("next")).orElseThrow(),
                            installed(json.path("back")).orElseThrow(),
                            Duration.ofMillis(json.path("window_ms").asLong()),
                            text(json, "source"),
                            text(json, "why"),
                            json.path("by_hand").asBoolean()));
        } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
            throw new IOException("its journal makes no sense", e);
        }
    }

    private static Polled polled(JsonNode json) {
        return new Polled(
                text(json, "url"),
                text(json, "tag"),
                text(json, "sha256"),
                json.path("refused").asBoolean());
    }

    private static Optional<String> optional(JsonNode json, String member) {
        return Optional.of(text(json, member)).filter(text -> !text.isEmpty());
    }

    private static String text(JsonNode json, String member) {
        return json.path(member).asText("");
    }
}
