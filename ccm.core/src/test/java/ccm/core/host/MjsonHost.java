package ccm.core.host;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.api.rpc.RpcPeer;
import ccm.core.frame.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A host with mjson of one generation on an in-memory line: replies on a thread of its own, as a
 * line does. Exports Sum; A to D send back what they cannot read as an error without an id.
 */
final class MjsonHost implements FrameLink {
    private static final int BUFFER = 256;

    private final char generation;
    private final FrameListener gateway;
    private final ExecutorService line = Executors.newSingleThreadExecutor();
    private final List<String> received = new ArrayList<>(); // guarded by this
    private final List<Long> times = new ArrayList<>(); // guarded by this
    private volatile boolean silent;
    private volatile boolean up;

    MjsonHost(char generation, FrameListener gateway) {
        this.generation = generation;
        this.gateway = gateway;
    }

    @Override
    public RpcPeer peer() {
        return RpcPeer.host("/dev/mjson" + generation);
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void send(byte[] frame) throws IOException {
        if (!up) {
            throw new IOException("unplugged");
        }
        long now = System.nanoTime();
        for (String each : new String(frame, StandardCharsets.UTF_8).split("\n")) {
            if (!each.isEmpty()) {
                line.execute(() -> process(each, now));
            }
        }
    }

    void plugIn() {
        up = true;
        line.execute(() -> gateway.onUp(this));
    }

    void unplug() {
        up = false;
        line.execute(() -> gateway.onDown(this));
    }

    /** Begins or ends to take frames without a word. */
    void silence(boolean now) {
        silent = now;
    }

    void say(String frame) {
        line.execute(() -> gateway.onFrame(this, frame.getBytes(StandardCharsets.UTF_8)));
    }

    synchronized List<String> received() {
        return List.copyOf(received);
    }

    /** When each frame was sent to us, a {@link System#nanoTime}. */
    synchronized List<Long> times() {
        return List.copyOf(times);
    }

    void end() {
        line.shutdownNow();
    }

    private void process(String frame, long sent) {
        synchronized (this) {
            received.add(frame);
            times.add(sent);
        }
        boolean small = generation < 'E';
        if (silent || small && frame.getBytes(StandardCharsets.UTF_8).length >= BUFFER) {
            return;
        }
        String reply = reply(frame);
        if (!reply.isEmpty()) {
            say(reply);
        }
    }

    private String reply(String frame) {
        try {
            JsonNode request = Json.MAPPER.readTree(frame);
            if (request.has("result") || generation == 'E' && request.has("error")) {
                return "";
            }
            if (!request.path("method").isTextual()) {
                return echo(frame);
            }
            return request.has("id") ? answer(request) : "";
        } catch (IOException e) {
            return echo(frame);
        }
    }

    private String answer(JsonNode request) {
        String id = "{\"id\":" + request.path("id");
        String method = request.path("method").textValue();
        String list = generation == 'E' ? "rpc.list" : "RPC.List";
        String info = generation == 'A' ? "Sys.Info" : generation == 'B' ? "Sys.GetInfo" : "";
        if (method.equals(list)) {
            String infoName = info.isEmpty() ? "" : ",\"" + info + "\"";
            return id + ",\"result\":[\"Sum\",\"" + list + "\"" + infoName + "]}";
        }
        if (method.equals(info)) {
            return id + ",\"result\":{\"fw_version\":\"1.0\", \"arch\":\"unknown_arch\"}}";
        }
        if (method.equals("Sum")) {
            return id + ",\"result\":" + sum(request.path("params")) + "}";
        }
        if (method.equals("Nothing")) { // a handler that has nothing to say
            return generation == 'A' ? id + "}" : id + ",\"result\":null}";
        }
        return id + ",\"error\":{\"code\":-32601,\"message\":\"method not found\"}}";
    }

    private static int sum(JsonNode numbers) {
        int sum = 0;
        for (JsonNode each : numbers) {
            sum += each.asInt();
        }
        return sum;
    }

    private static String echo(String frame) {
        String message = frame.replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"error\":{\"code\":-32700,\"message\":\"" + message + "\"}}";
    }
}
