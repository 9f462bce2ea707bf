package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Calls of direct methods. On the hub's thread. */
final class MethodService {
    static final String CALLS = "$iothub/methods/POST/";
    private static final String ANSWERS = "$iothub/methods/res/";
    private static final int ABSENT = 404;
    private static final int LATE = 504;

    private final Map<String, CompletableFuture<MethodResult>> open = new HashMap<>();
    private int last;

    boolean takes(String topic) {
        return topic.startsWith(ANSWERS);
    }

    /** Calls one; a device that is not there, or does not listen, is not found. */
    CompletableFuture<MethodResult> call(
            CloudServer server, HubDevice device, String method, String payload, Duration limit) {
        String id = Integer.toHexString(++last);
        String topic = CALLS + method + "/?$rid=" + id;
        CompletableFuture<MethodResult> result = new CompletableFuture<>();
        boolean told =
                device.session()
                        .filter(session -> session.deliver(Message.of(topic, payload, 0)))
                        .isPresent();
        if (!told) {
            result.complete(new MethodResult(ABSENT, ""));
            return result;
        }
        open.put(id, result);
        server.later(
                limit,
                () -> {
                    if (open.remove(id) != null) {
                        result.complete(new MethodResult(LATE, ""));
                    }
                });
        return result;
    }

    /** An answer that comes too late, or a second one, is dropped. */
    void answered(String topic, String payload) {
        String[] parts = topic.substring(ANSWERS.length()).split("/", 2);
        String id = Bag.read(parts.length > 1 ? parts[1] : "").getOrDefault("$rid", "");
        CompletableFuture<MethodResult> asked = open.remove(id);
        if (asked != null && parts[0].matches("-?\\d{1,9}")) {
            asked.complete(new MethodResult(Integer.parseInt(parts[0]), payload));
        }
    }
}
