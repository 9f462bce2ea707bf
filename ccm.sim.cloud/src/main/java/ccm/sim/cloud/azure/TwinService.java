package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.Session;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Requests to twins, and news of them. On the hub's thread. */
final class TwinService {
    static final String ANSWERS = "$iothub/twin/res/";
    static final String DESIRED = "$iothub/twin/PATCH/properties/desired/";
    private static final String GET = "$iothub/twin/GET/";
    private static final String REPORT = "$iothub/twin/PATCH/properties/reported/";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD = 400;
    private static final int THROTTLED = 429;
    private static final ObjectMapper JSON = new ObjectMapper();

    private int trouble; // how many requests more are refused by a fault
    private int status;
    private int retryAfter;

    /**
     * Refuses requests, as a fault.
     *
     * @param requests how many from now on
     * @param with 429, 500, …
     * @param seconds of {@code retry-after}; 0 to say none
     */
    void refuse(int requests, int with, int seconds) {
        trouble = requests;
        status = with;
        retryAfter = seconds;
    }

    boolean takes(String topic) {
        return topic.startsWith(GET) || topic.startsWith(REPORT);
    }

    /** Carries it out. Without a request id nobody is answered. */
    void take(Session session, HubDevice device, Message message) {
        String topic = message.topic();
        String id = Bag.read(topic.substring(topic.lastIndexOf('/') + 1)).getOrDefault("$rid", "");
        if (trouble > 0) {
            trouble--;
            String more = retryAfter > 0 ? "&retry-after=" + retryAfter : "";
            answer(session, id, status, more, error(status, "refused by a fault"));
            return;
        }
        try {
            if (topic.startsWith(GET)) {
                answer(session, id, OK, "", device.twin().whole().toString());
            } else {
                long version = device.twin().report(json(message.payload()));
                answer(session, id, NO_CONTENT, "&$version=" + version, "");
            }
        } catch (Twin.Refused e) {
            answer(session, id, e.status(), "", error(e.status(), e.getMessage()));
        }
    }

    /** Tells a device that is there and has asked for it. */
    void changed(HubDevice device, JsonNode change, long version) {
        ObjectNode told = ((ObjectNode) change.deepCopy()).put("$version", version);
        device.session()
                .ifPresent(
                        session ->
                                session.deliver(
                                        Message.of(
                                                DESIRED + "?$version=" + version,
                                                told.toString(),
                                                1)));
    }

    private static void answer(Session session, String id, int status, String more, String body) {
        if (!id.isEmpty()) {
            session.deliver(
                    Message.of(ANSWERS + status + "/?$rid=" + Bag.encode(id) + more, body, 1));
        }
    }

    private static String error(int status, String why) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("errorCode", status == THROTTLED ? "429001" : status + "000")
                .put("message", why)
                .toString();
    }

    private static JsonNode json(byte[] payload) throws Twin.Refused {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            throw new Twin.Refused(BAD, "no JSON");
        }
    }
}
