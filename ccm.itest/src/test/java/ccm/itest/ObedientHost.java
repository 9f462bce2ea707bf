package ccm.itest;

import ccm.parts.frames.LineFramer;
import ccm.parts.pty.Pty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host at the end of a line that does what its shadow wants and reports it, and calls the gateway
 * as it is told to. It forgets nothing and never restarts.
 */
final class ObedientHost implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int READ = 1 << 16;

    private final Pty pty = new Pty();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final ObjectNode state = JSON.createObjectNode(); // guarded by this
    private final Thread reader = new Thread(this::read, "ccm-itest-obedient-host");
    private int deltas; // guarded by this

    ObedientHost() throws IOException {
        reader.setDaemon(true);
        reader.start();
    }

    String device() {
        return pty.device();
    }

    /** Calls the gateway; completes with its whole answer. */
    CompletableFuture<JsonNode> call(String method, JsonNode params) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        ObjectNode frame = JSON.createObjectNode().put("id", id).put("method", method);
        frame.set("params", params);
        send(frame);
        return answer;
    }

    /** Changes something by itself, and reports it. */
    void change(ObjectNode patch) {
        synchronized (this) {
            state.setAll(patch);
        }
        report(patch);
    }

    /** What it is like now. */
    synchronized ObjectNode state() {
        return state.deepCopy();
    }

    /** How often it was told what is wanted. */
    synchronized int deltas() {
        return deltas;
    }

    private void report(ObjectNode patch) {
        ObjectNode frame = JSON.createObjectNode().put("method", "Shadow.Report");
        frame.set("params", patch);
        send(frame);
    }

    private synchronized void send(ObjectNode frame) {
        try {
            pty.write((frame + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(JsonNode frame) {
        JsonNode id = frame.path("id");
        switch (frame.path("method").asText()) {
            case "" -> {
                CompletableFuture<JsonNode> waiting = calls.remove(id.asInt());
                if (waiting != null) {
                    waiting.complete(frame);
                }
            }
            case "Shadow.Delta" -> obey((ObjectNode) frame.path("params"));
            case "RPC.List" -> {
                ObjectNode answer = JSON.createObjectNode();
                answer.set("id", id);
                ArrayNode names = answer.putArray("result");
                names.add("RPC.List").add("Shadow.Delta");
                send(answer);
            }
            default -> {
                if (frame.has("id")) {
                    ObjectNode answer = JSON.createObjectNode();
                    answer.set("id", id);
                    answer.putObject("error").put("code", -32601).put("message", "no such method");
                    send(answer);
                }
            }
        }
    }

    private void obey(ObjectNode delta) {
        synchronized (this) {
            deltas++;
            merge(state, delta);
        }
        report(delta);
    }

    private static void merge(ObjectNode into, ObjectNode delta) {
        for (Map.Entry<String, JsonNode> member : delta.properties()) {
            if (member.getValue() instanceof ObjectNode inner
                    && into.get(member.getKey()) instanceof ObjectNode there) {
                merge(there, inner);
            } else {
                into.set(member.getKey(), member.getValue());
            }
        }
    }

    private void read() {
        LineFramer framer =
                new LineFramer(
                        READ,
                        new LineFramer.Sink() {
                            @Override
                            public void line(byte[] line) {
                                try {
                                    take(JSON.readTree(line));
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            }

                            @Override
                            public void overlong(int limit) {
                                throw new IllegalStateException("CCM sent a line over " + limit);
                            }
                        });
        byte[] buffer = new byte[READ];
        try {
            for (int count = pty.read(buffer); count >= 0; count = pty.read(buffer)) {
                framer.accept(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        pty.close();
    }
}
