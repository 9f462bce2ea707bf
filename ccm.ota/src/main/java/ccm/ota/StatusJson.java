package ccm.ota;

import ccm.api.firmware.UpdateStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A status as {@code OTA.Status} tells it. */
final class StatusJson {
    private StatusJson() {}

    static JsonNode of(UpdateStatus status) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", status.state().ordinal())
                        .put("msg", status.message())
                        .put("is_committed", status.committed())
                        .put("commit_timeout", status.commitTimeout().toSeconds())
                        .put("partition", 0)
                        .put("progress_percent", status.percent());
        status.phase()
                .ifPresent(
                        phase ->
                                json.put("phase", phase.name().toLowerCase(Locale.ROOT))
                                        .put("done", status.done())
                                        .put("total", status.total()));
        status.reason().ifPresent(reason -> json.put("reason", reason.name()));
        return json;
    }
}
