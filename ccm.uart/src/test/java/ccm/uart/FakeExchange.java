package ccm.uart;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers every call that has an id with the name of its method. */
final class FakeExchange implements FrameExchange {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]*)\"");
    private static final Pattern SRC = Pattern.compile("\"src\":(\"[^\"]*\")");

    final List<String> frames = new CopyOnWriteArrayList<>();
    final List<RpcPeer> peers = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
        String text = new String(frame, UTF_8);
        frames.add(text);
        peers.add(peer);
        Matcher id = ID.matcher(text);
        Matcher method = METHOD.matcher(text);
        Matcher src = SRC.matcher(text);
        if (!id.find() || !method.find()) {
            return CompletableFuture.completedStage(FrameReply.done());
        }
        String answer =
                "{\"id\":"
                        + id.group(1)
                        + ",\"src\":\"ccm_1\""
                        + (src.find() ? ",\"dst\":" + src.group(1) : "")
                        + ",\"result\":\""
                        + method.group(1)
                        + "\"}";
        return CompletableFuture.completedStage(
                new FrameReply(FrameReply.Kind.ANSWER, 0, "", answer.getBytes(UTF_8)));
    }

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame, String method) {
        throw new UnsupportedOperationException("no serial channel names methods");
    }

    @Override
    public int maxFrame() {
        return 256;
    }
}
