package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.ShadowTree;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The application behind the platform, which makes a shadow of what this has: it takes the event
 * {@code state} as what is reported, and wants something by the command {@code shadow-update}. On
 * the server's thread.
 */
final class BackEnd {
    private static final String STATE = "state";
    private static final String WISH = "shadow-update";

    /** Sends commands. */
    interface Sender {
        /** False when the device has not subscribed to it. */
        boolean command(Registered device, String name, String format, byte[] payload);
    }

    private final Map<String, ObjectNode> desired = new HashMap<>(); // by client id
    private final Map<String, ObjectNode> reported = new HashMap<>();
    private final Set<String> unsent = new HashSet<>(); // who was not there
    private Sender sender; // set before anybody comes

    void through(Sender way) {
        sender = way;
    }

    ObjectNode shadow(Registered device) {
        ObjectNode shadow = JsonNodeFactory.instance.objectNode();
        shadow.set("desired", desired(device).deepCopy());
        shadow.set(
                "reported",
                reported.getOrDefault(
                        device.client().toString(), JsonNodeFactory.instance.objectNode()));
        return shadow;
    }

    /** Wants something else, and says so: all that is wanted. */
    void desire(Registered device, ObjectNode patch) {
        ShadowTree.merge(desired(device), patch);
        send(device);
    }

    void event(String client, String name, byte[] payload) {
        if (name.equals(STATE)) {
            reported.put(client, ShadowTree.of(payload));
        }
    }

    /** It hears commands from now on: also what it has missed. */
    void subscribed(Registered device) {
        if (unsent.remove(device.client().toString())) {
            send(device);
        }
    }

    private void send(Registered device) {
        byte[] wish = desired(device).toString().getBytes(StandardCharsets.UTF_8);
        if (!sender.command(device, WISH, "json", wish)) {
            unsent.add(device.client().toString());
        }
    }

    private ObjectNode desired(Registered device) {
        return desired.computeIfAbsent(
                device.client().toString(), id -> JsonNodeFactory.instance.objectNode());
    }
}
