package ccm.sim.host;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Sim.Status}: what the simulated host has done so far. */
@Component
@RpcName(
        name = "Sim.Status",
        args = "{after: %d}",
        summary = "Counts of the simulated host, and its frames with a number above after.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "after": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "frames with a higher number are shown, too"
                    }
                  }
                }""",
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "device": {"type": "string"},
                    "subscribed": {"type": "boolean"},
                    "published": {"type": "integer", "minimum": 0},
                    "answered": {"type": "integer", "minimum": 0},
                    "refused": {"type": "integer", "minimum": 0},
                    "repeated": {"type": "integer", "minimum": 0},
                    "unanswered": {"type": "integer", "minimum": 0},
                    "received": {"type": "integer", "minimum": 0},
                    "led": {"type": "boolean"},
                    "frames": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "properties": {
                          "number": {
                            "type": "integer"
                          },
                          "frame": {
                            "type": "string"
                          }
                        },
                        "required": ["number", "frame"]
                      }
                    }
                  },
                  "required": ["device"]
                }""",
        example = "{\"after\": 0}",
        answer =
                """
                {
                  "device": "/dev/pts/3",
                  "subscribed": true,
                  "published": 7,
                  "answered": 7,
                  "refused": 0,
                  "repeated": 0,
                  "unanswered": 0,
                  "received": 1,
                  "led": false,
                  "frames": [{"number": 1, "frame": "<- {\\"method\\":\\"Sys.Init\\"}"}]
                }""")
public final class SimStatus implements RpcMethod {
    private final Scenario scenario;

    @Activate
    public SimStatus(@Reference Scenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("device", scenario.device());
        scenario.publisher().ifPresent(publisher -> counts(status, publisher));
        if (scenario.host().isPresent()) {
            SimHost host = scenario.host().get();
            status.put("received", host.received());
            status.put("led", host.led());
            if (call.in().has("after")) {
                int after = call.in().number("after", 0, 0, Integer.MAX_VALUE);
                frames(status.putArray("frames"), host.tape(), after);
            }
        }
        return status;
    }

    private static void counts(ObjectNode status, Publisher publisher) {
        Publisher.Counts counts = publisher.counts();
        status.put("subscribed", publisher.subscribed());
        status.put("published", counts.published());
        status.put("answered", counts.answered());
        status.put("refused", counts.refused());
        status.put("repeated", counts.repeated());
        status.put("unanswered", counts.unanswered());
    }

    private static void frames(ArrayNode array, Tape tape, long after) {
        for (Tape.Frame frame : tape.after(after)) {
            array.addObject().put("number", frame.number()).put("frame", frame.toString());
        }
    }
}
