package ccm.provision;

import ccm.api.provision.ProvisionChannel;
import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.ProvisionStatus.Attempt;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where provisioning stands, as JSON. */
final class StatusText {
    /** What an answer has around its result, at most: the call's number and a checksum. */
    private static final int AROUND = "{\"id\":4294967295,\"result\":}".length() + 8;

    private static final String ATTEMPT = "attempt";
    private static final String TEXT = "text";

    private StatusText() {}

    /**
     * The same for a host whose frames are short: without what its firmware needs least.
     *
     * @param frame bytes of its largest frame; 0 when there is no limit
     */
    static ObjectNode of(Engine engine, int frame) {
        ObjectNode node = of(engine);
        if (frame > 0) {
            int most = frame - AROUND;
            leaveOut(node, "channels", most, node);
            ObjectNode attempt =
                    node.path(ATTEMPT) instanceof ObjectNode last
                            ? last
                            : JsonNodeFactory.instance.objectNode();
            leaveOut(attempt, "since", most, node);
            leaveOut(attempt, "ip", most, node);
            leaveOut(node, TEXT, most, node);
            leaveOut(attempt, "ssid", most, node);
            leaveOut(attempt, TEXT, most, node);
        }
        return node;
    }

    private static void leaveOut(ObjectNode part, String name, int most, ObjectNode all) {
        if (all.toString().getBytes(StandardCharsets.UTF_8).length > most) {
            part.remove(name);
        }
    }

    static ObjectNode of(Engine engine) {
        ProvisionStatus status = engine.status();
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", status.state())
                        .put(TEXT, status.text())
                        .put("max_state", status.maxState())
                        .put("stable", status.stable());
        ObjectNode channels = node.putObject("channels");
        for (ProvisionChannel channel : engine.services().channels()) {
            channels.putObject(channel.name())
                    .put("open", channel.isOpen())
                    .put("trouble", channel.trouble().orElse(""));
        }
        status.attempt().ifPresent(attempt -> node.set(ATTEMPT, of(attempt)));
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
                .put(TEXT, attempt.text())
                .put("ip", attempt.ip())
                .put("since", attempt.since().toString());
    }
}
