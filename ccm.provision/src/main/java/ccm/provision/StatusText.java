package ccm.provision;

import ccm.api.provision.ProvisionChannel;
import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.ProvisionStatus.Attempt;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Where provisioning stands, as JSON. */
final class StatusText {
    private StatusText() {}

    static ObjectNode of(Engine engine) {
        ProvisionStatus status = engine.status();
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", status.state())
                        .put("text", status.text())
                        .put("max_state", status.maxState())
                        .put("stable", status.stable());
        ObjectNode channels = node.putObject("channels");
        for (ProvisionChannel channel : engine.services().channels()) {
            channels.putObject(channel.name())
                    .put("open", channel.isOpen())
                    .put("trouble", channel.trouble().orElse(""));
        }
        status.attempt().ifPresent(attempt -> node.set("attempt", of(attempt)));
        return node;
    }

    private static ObjectNode of(Attempt attempt) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("number", attempt.number())
                .put("phase", attempt.phase().name().toLowerCase(Locale.ROOT))
                .put("over", attempt.over())
                .put("ssid", attempt.ssid())
                .put("kind", attempt.kind())
                .put("text", attempt.text())
                .put("ip", attempt.ip())
                .put("since", attempt.since().toString());
    }
}
