package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.link.FrameReply.Kind;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every call with the name of its method; can keep its answers back. */
final class FakeExchange implements FrameExchange {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> methods = new CopyOnWriteArrayList<>();
    final List<RpcPeer> peers = new CopyOnWriteArrayList<>();
    private final List<Runnable> kept = new CopyOnWriteArrayList<>();
    volatile boolean keeps;

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
        return exchange(peer, frame, "");
    }

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame, String method) {
        CompletableFuture<FrameReply> later = new CompletableFuture<>();
        boolean keep = keeps;
        CompletableFuture<FrameReply> reply = new CompletableFuture<>();
        if (keep) { // before the call is seen: giveAll may come at once
            kept.add(() -> reply.thenAccept(later::complete));
        }
        reply.complete(reply(peer, frame, method));
        return keep ? later : reply;
    }

    /** Gives the answers that it kept back, the newest first. */
    void giveAll() {
        for (int i = kept.size() - 1; i >= 0; i--) {
            kept.remove(i).run();
        }
    }

    private FrameReply reply(RpcPeer peer, byte[] frame, String method) {
        try {
            JsonNode call = JSON.readTree(frame);
            String name = method.isEmpty() ? call.path("method").asText() : method;
            boolean answers = call.has("id");
            if (answers && !call.has("src")) {
                return FrameReply.done();
            }
            methods.add(name);
            peers.add(peer);
            String text = "{\"id\":" + call.path("id") + ",\"result\":\"" + name + "\"}";
            return answers
                    ? new FrameReply(
                            Kind.ANSWER, 0, call.path("src").asText(), text.getBytes(UTF_8))
                    : FrameReply.done();
        } catch (IOException e) {
            return new FrameReply(Kind.INVALID, 0, "", new byte[0]);
        }
    }

    @Override
    public int maxFrame() {
        return 4096;
    }
}
