package ccm.sim.host;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Calls that the host repeats until they are answered, with the same id and the same idempotence
 * key each time. Safe for use by many threads.
 */
final class RetriedCalls {
    private final SimHost host;
    private final long patience;
    private final Map<String, Open> open = new LinkedHashMap<>(); // guarded by this
    private long answered; // guarded by this
    private long refused; // guarded by this
    private long repeated; // guarded by this

    /** A call without an answer yet. */
    private record Open(String frame, boolean counted, long sent) {}

    /** How the calls fared. */
    record Counts(int open, long answered, long refused, long repeated) {}

    RetriedCalls(SimHost host, Duration patience) {
        this.host = host;
        this.patience = patience.toNanos();
    }

    /**
     * Starts one.
     *
     * @param idem the idempotence key, empty for none; it stands first, so that no frame that was
     *     cut short runs without it
     * @param counted false when it is not to show in the counts
     * @return completes with the frame of the answer, on the host's reading thread
     */
    CompletableFuture<String> start(String method, String params, String idem, boolean counted) {
        String id = host.nextId();
        String key = idem.isEmpty() ? "" : "\"idem\":\"" + idem + "\",";
        String frame = "{" + key + "\"id\":" + id + "," + SimHost.body(method, params) + "}";
        synchronized (this) {
            open.put(id, new Open(frame, counted, System.nanoTime()));
        }
        CompletableFuture<String> answer = host.expect(id);
        answer.thenAccept(text -> answered(id, text));
        host.send(frame);
        return answer;
    }

    /** Sends again what has waited too long. */
    void repeatOverdue() {
        for (String id : overdue()) {
            String frame;
            synchronized (this) {
                Open call = open.get(id);
                if (call == null) {
                    continue; // answered meanwhile
                }
                frame = call.frame();
                open.put(id, new Open(frame, call.counted(), System.nanoTime()));
                repeated++;
            }
            host.send(frame);
        }
    }

    synchronized Counts counts() {
        return new Counts(
                (int) open.values().stream().filter(Open::counted).count(),
                answered,
                refused,
                repeated);
    }

    /** True when no more than so many calls wait for an answer. */
    synchronized boolean fewerThan(int limit) {
        return open.size() < limit;
    }

    /** Waits for an answer to any call, for so long at most. */
    synchronized void await(long millis) throws InterruptedException {
        wait(Math.max(1, millis));
    }

    private synchronized List<String> overdue() {
        long now = System.nanoTime();
        return open.entrySet().stream()
                .filter(call -> now - call.getValue().sent() > patience)
                .map(Map.Entry::getKey)
                .toList();
    }

    private synchronized void answered(String id, String answer) {
        Open call = open.remove(id);
        if (call != null && call.counted()) {
            answered++;
            refused += JsonScan.of(answer, true).has("error") ? 1 : 0;
        }
        notifyAll();
    }
}
