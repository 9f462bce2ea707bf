package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The calls of one connection that are not answered, oldest first. Safe for many threads. */
final class DashRequests {
    private final Duration patience;
    private final Map<Long, Request> open = new LinkedHashMap<>(); // guarded by this
    private long lastId; // guarded by this

    /**
     * One of them.
     *
     * @param what for messages
     * @param suspect what the server may drop us for; empty when it is no message
     */
    record Request(
            long id,
            String what,
            String suspect,
            long since,
            CompletableFuture<DashAnswer> answer) {}

    DashRequests(Duration patience) {
        this.patience = patience;
    }

    synchronized Request begin(String what, String suspect) {
        Request request =
                new Request(++lastId, what, suspect, System.nanoTime(), new CompletableFuture<>());
        open.put(request.id(), request);
        return request;
    }

    /** An answer came; one that nobody waits for, any more or at all, is nothing. */
    void answered(JsonNode id, ObjectNode frame) {
        Request request;
        synchronized (this) {
            request = id.isIntegralNumber() ? open.remove(id.longValue()) : null;
        }
        if (request != null) {
            request.answer().complete(new DashAnswer(frame));
        }
    }

    /** The oldest message that is not answered. */
    synchronized Optional<Request> oldestSuspect() {
        return open.values().stream().filter(each -> !each.suspect().isEmpty()).findFirst();
    }

    /** Gives up those that wait for too long. */
    void look(long now) {
        List<Request> late = new ArrayList<>();
        synchronized (this) {
            Iterator<Request> each = open.values().iterator();
            while (each.hasNext()) {
                Request request = each.next();
                if (now - request.since() >= patience.toNanos()) {
                    late.add(request);
                    each.remove();
                }
            }
        }
        late.forEach(
                request ->
                        fail(
                                request,
                                new CloudException(
                                        "dash: no answer to "
                                                + request.what()
                                                + " within "
                                                + patience.toSeconds()
                                                + " s",
                                        false)));
    }

    /** The connection is gone; one of them may be told something else. */
    void end(CloudException why, Optional<Request> culprit, CloudException told) {
        List<Request> all;
        synchronized (this) {
            all = List.copyOf(open.values());
            open.clear();
        }
        all.forEach(each -> fail(each, culprit.equals(Optional.of(each)) ? told : why));
    }

    private static void fail(Request request, CloudException why) {
        request.answer().completeExceptionally(why);
    }
}
