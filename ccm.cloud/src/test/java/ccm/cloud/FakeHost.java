package ccm.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.host.Host;
import ccm.api.host.HostState;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host on a line that can be up or down, with a buffer of a certain size. */
final class FakeHost implements Host {
    final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    final List<String> methods = new CopyOnWriteArrayList<>();
    volatile HostState state = known(true, Set.of("RPC.List"));
    volatile int maxFrame = 0;

    static HostState known(boolean up, Set<String> exports) {
        return new HostState(up, up, exports, MissingNode.getInstance());
    }

    void up() {
        state = known(true, Set.of("RPC.List"));
    }

    void down() {
        state = known(false, Set.of());
    }

    List<String> messages() {
        return frames.stream().map(frame -> frame.path("message").asText()).toList();
    }

    @Override
    public boolean isAlive() {
        return state().answers();
    }

    @Override
    public HostState state() {
        return state;
    }

    @Override
    public CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline) {
        return CompletableFuture.failedStage(
                new RpcException(RpcException.METHOD_NOT_FOUND, "method not found"));
    }

    @Override
    public Sent notify(String method, JsonNode params) {
        if (!state.linkUp()) {
            return Sent.AWAY;
        }
        String frame = "{\"method\":\"" + method + "\",\"params\":" + params + "}";
        if (maxFrame > 0 && frame.getBytes(UTF_8).length > maxFrame) {
            return Sent.TOO_LARGE;
        }
        methods.add(method);
        frames.add(params);
        return Sent.YES;
    }

    @Override
    public int maxFrame() {
        return maxFrame;
    }
}
