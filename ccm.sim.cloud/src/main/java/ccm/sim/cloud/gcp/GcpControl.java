package ccm.sim.cloud.gcp;

import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The control interface: {@code POST /commands/FOLDER} sends the body as a command, {@code PUT
 * /config} sets the configuration to any bytes, {@code GET /events?since=N} shows what was said.
 */
final class GcpControl {
    private static final int UNAVAILABLE = 503;

    private final GcpEmulator cloud;
    private final Control control = new Control("gcp");

    GcpControl(GcpEmulator cloud) {
        this.cloud = cloud;
        control.on("GET", "/shadow", request -> WebAnswer.json(cloud.shadow()))
                .on("POST", "/desired", this::desire)
                .on("PUT", "/config", this::configure)
                .on("POST", "/commands", this::command)
                .on("POST", "/commands/*", this::command)
                .on("GET", "/events", this::events);
    }

    Control control() {
        return control;
    }

    private WebAnswer desire(WebRequest request) {
        cloud.desire(Control.object(request));
        return WebAnswer.json(cloud.shadow());
    }

    private WebAnswer configure(WebRequest request) {
        cloud.configure(request.body());
        return WebAnswer.json(cloud.shadow());
    }

    private WebAnswer command(WebRequest request) {
        String path = request.path();
        String folder = path.length() > 10 ? path.substring("/commands/".length()) : "";
        return cloud.command(folder, request.body())
                ? WebAnswer.json(JsonNodeFactory.instance.objectNode().put("sent", true))
                : WebAnswer.error(UNAVAILABLE, "the device is away, or has not subscribed");
    }

    private WebAnswer events(WebRequest request) {
        long since = Long.parseLong(request.query().getOrDefault("since", "0"));
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Told each : cloud.events(since)) {
            ObjectNode one = all.addObject();
            one.put("number", each.number()).put("device", each.device());
            one.put("folder", each.folder()).put("body", each.text());
        }
        return WebAnswer.json(all);
    }
}
