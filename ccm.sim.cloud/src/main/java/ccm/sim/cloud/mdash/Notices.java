package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.WebSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Tells users over their WebSockets what happens to devices. On the server's thread. */
final class Notices {
    private final List<WebSession> users = new ArrayList<>();

    void add(WebSession user) {
        users.add(user);
    }

    void remove(WebSession user) {
        users.remove(user);
    }

    /**
     * Tells all of them.
     *
     * @param name {@code online}, {@code offline}, {@code rpc.in.METHOD} or {@code rpc.out.METHOD}
     */
    void tell(String name, MdashDevice device, JsonNode data) {
        ObjectNode notice = JsonNodeFactory.instance.objectNode();
        notice.put("name", name).put("id", device.id());
        notice.set("data", data.isMissingNode() ? JsonNodeFactory.instance.nullNode() : data);
        users.forEach(user -> user.send(notice.toString()));
    }
}
