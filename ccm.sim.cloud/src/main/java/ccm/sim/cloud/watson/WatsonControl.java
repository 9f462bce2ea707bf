package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The control interface: {@code POST /commands/NAME/FORMAT} sends the body as a command, {@code GET
 * /events?since=N} shows what was said, {@code POST /firmware} begins an update and {@code GET
 * /firmware} shows how it goes, {@code GET /managed} shows how the device is managed, {@code POST
 * /actions/reboot} and {@code /actions/factory_reset} ask for that.
 */
final class WatsonControl {
    private static final int UNAVAILABLE = 503;

    private final WatsonEmulator cloud;
    private final Control control = new Control("watson");

    WatsonControl(WatsonEmulator cloud) {
        this.cloud = cloud;
        control.on("GET", "/shadow", request -> WebAnswer.json(cloud.shadow()))
                .on("POST", "/desired", this::desire)
                .on("POST", "/commands/*", this::command)
                .on("GET", "/events", this::events)
                .on("POST", "/firmware", this::update)
                .on("GET", "/firmware", request -> WebAnswer.json(cloud.firmware()))
                .on("GET", "/managed", request -> WebAnswer.json(cloud.managed()))
                .on("POST", "/actions/*", this::act);
    }

    Control control() {
        return control;
    }

    private WebAnswer desire(WebRequest request) {
        cloud.desire(Control.object(request));
        return WebAnswer.json(cloud.shadow());
    }

    private WebAnswer command(WebRequest request) {
        String[] path = request.path().split("/");
        if (path.length < 3) {
            throw new IllegalArgumentException("write /commands/NAME or /commands/NAME/FORMAT");
        }
        return cloud.command(path[2], path.length > 3 ? path[3] : "json", request.body())
                ? WebAnswer.json(JsonNodeFactory.instance.objectNode().put("sent", true))
                : WebAnswer.error(UNAVAILABLE, "the device has not subscribed to commands");
    }

    private WebAnswer events(WebRequest request) {
        long since = Long.parseLong(request.query().getOrDefault("since", "0"));
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (DeviceEvent each : cloud.events(since)) {
            ObjectNode one = all.addObject();
            one.put("number", each.number()).put("client", each.client());
            one.put("event", each.event()).put("format", each.format());
            one.put("body", each.text());
        }
        return WebAnswer.json(all);
    }

    private WebAnswer update(WebRequest request) {
        cloud.update(Control.object(request));
        return WebAnswer.json(cloud.firmware());
    }

    private WebAnswer act(WebRequest request) {
        cloud.act(request.path().substring("/actions/".length()));
        return WebAnswer.json(JsonNodeFactory.instance.objectNode().put("sent", true));
    }
}
