package ccm.shadow;

import ccm.api.host.Host;
import ccm.api.host.HostState;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A host that does as it is told and says so, when it is there. */
final class ModelHost implements Host {
    final List<ObjectNode> told = new ArrayList<>();
    boolean obeys = true;
    int maxFrame;
    ObjectNode state = Trees.empty();
    private final VirtualLoop loop;
    private ShadowEngine engine;
    private boolean up = true;

    ModelHost(VirtualLoop loop) {
        this.loop = loop;
    }

    void belongsTo(ShadowEngine next) {
        engine = next;
    }

    /** What it was told last. */
    String last() {
        return told.isEmpty() ? "nothing" : told.get(told.size() - 1).toString();
    }

    void report(ObjectNode patch) {
        state = Trees.merge(state, patch);
        engine.report(patch, true);
    }

    void line(boolean open) {
        up = open;
        engine.hostChanged();
    }

    @Override
    public HostState state() {
        return new HostState(up, up, Set.of(), MissingNode.getInstance());
    }

    @Override
    public boolean isAlive() {
        return up;
    }

    @Override
    public CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline) {
        return CompletableFuture.failedStage(
                new RpcException(RpcException.METHOD_NOT_FOUND, "method not found"));
    }

    @Override
    public Sent notify(String method, JsonNode params) {
        if (!up) {
            return Sent.AWAY;
        }
        String frame = "{\"method\":\"" + method + "\",\"params\":" + params + "}";
        if (maxFrame > 0 && frame.length() > maxFrame) {
            return Sent.TOO_LARGE;
        }
        ObjectNode delta = (ObjectNode) params;
        told.add(delta);
        if (obeys) {
            loop.after(Duration.ofMillis(5), () -> report(delta));
        }
        return Sent.YES;
    }

    @Override
    public int maxFrame() {
        return maxFrame;
    }
}
