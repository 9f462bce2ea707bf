package ccm.http;

import ccm.api.access.Access;
import ccm.api.access.AccessException;
import ccm.api.access.DigestChallenge;
import ccm.api.access.DigestResponse;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.parts.http.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An RPC engine with a few methods, which answers frames by calling them, and asks callers from the
 * network for a login: user joe, whose response is always {@code right}.
 */
final class FakeEngine implements Engine, FrameExchange, Rpc, Access {
    static final int MAX_FRAME = 1000;

    final List<RpcCall> calls = new CopyOnWriteArrayList<>();
    final CompletableFuture<JsonNode> later = new CompletableFuture<>();
    volatile boolean away;
    volatile boolean users = true;
    volatile boolean offered = true;
    volatile FirmwareUpdater updater; // null for none
    volatile boolean takesBundles = true;
    volatile String updateUrl = "";

    @Override
    public Optional<FrameExchange> frames() {
        return away ? Optional.empty() : Optional.of(this);
    }

    @Override
    public Optional<Rpc> rpc() {
        return away ? Optional.empty() : Optional.of(this);
    }

    @Override
    public Optional<Access> access() {
        return away ? Optional.empty() : Optional.of(this);
    }

    @Override
    public boolean offersHttp() {
        return offered;
    }

    @Override
    public Optional<FirmwareUpdater> updater() {
        return Optional.ofNullable(updater);
    }

    @Override
    public boolean takesBundles() {
        return takesBundles;
    }

    @Override
    public String updateUrl() {
        return updateUrl;
    }

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame, String method) {
        return exchange(peer, frame);
    }

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
        JsonNode call = Json.text(new String(frame, StandardCharsets.UTF_8));
        if (!call.path("method").isTextual()) {
            return CompletableFuture.completedFuture(
                    reply(FrameReply.Kind.INVALID, 400, "{\"error\":{\"code\":400}}"));
        }
        RpcCall made =
                new RpcCall(
                        call.path("method").textValue(),
                        call.path("params"),
                        peer,
                        !call.has("id"));
        String id = "{\"id\":" + call.path("id") + ",\"src\":\"fake\",";
        return call(made)
                .handle(
                        (result, failure) -> {
                            if (made.notification()) {
                                return FrameReply.done();
                            }
                            int code =
                                    failure instanceof RpcException e
                                            ? e.networkCode()
                                            : failure == null ? 0 : 500;
                            String rest =
                                    code == 0
                                            ? "\"result\":" + result
                                            : "\"error\":{\"code\":" + code + "}";
                            return reply(FrameReply.Kind.ANSWER, code, id + rest + "}");
                        });
    }

    @Override
    public int maxFrame() {
        return MAX_FRAME;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) {
        calls.add(call);
        Optional<RpcException> refusal = refusal(call.peer(), call.method());
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        return switch (call.method()) {
            case "Sum" ->
                    CompletableFuture.completedFuture(
                            IntNode.valueOf(
                                    call.params().path(0).intValue()
                                            + call.params().path(1).intValue()));
            case "Text" -> CompletableFuture.completedFuture(TextNode.valueOf("a \"b\" ü"));
            case "Nothing" -> CompletableFuture.completedFuture(NullNode.instance);
            case "Echo", "Config.Set", "Config.Save" ->
                    CompletableFuture.completedFuture(
                            call.params().isMissingNode()
                                    ? JsonNodeFactory.instance.textNode("missing")
                                    : call.params());
            case "Who" -> CompletableFuture.completedFuture(TextNode.valueOf(call.peer().user()));
            case "Later" -> later;
            case "Busy" ->
                    CompletableFuture.failedFuture(new RpcException(1234, "the host says no"));
            default ->
                    CompletableFuture.failedFuture(
                            RpcException.noSuchMethod(call.method(), "method not found"));
        };
    }

    @Override
    public Optional<RpcException> refusal(RpcPeer peer, String method) {
        return peer.zone() == RpcPeer.Zone.NETWORK && peer.user().isEmpty()
                ? Optional.of(new RpcException(RpcException.UNAUTHENTICATED, "who is it?"))
                : Optional.empty();
    }

    @Override
    public List<String> methods() {
        return List.of("Sum", "Text", "Nothing", "Echo", "Who", "Later", "Sys.GetInfo");
    }

    @Override
    public boolean hasUsers() {
        return users;
    }

    @Override
    public DigestChallenge challenge() {
        return new DigestChallenge("RPC", 0x65536000L, "MD5");
    }

    @Override
    public RpcPeer login(RpcPeer peer, DigestResponse response) throws AccessException {
        if (response.nonce().equals("old")) {
            throw new AccessException(AccessException.Kind.STALE, "nonce is old");
        }
        if (!response.response().equals("right")) {
            throw new AccessException(AccessException.Kind.WRONG, "wrong");
        }
        return peer.as(response.username());
    }

    private static FrameReply reply(FrameReply.Kind kind, int code, String frame) {
        return new FrameReply(kind, code, "", frame.getBytes(StandardCharsets.UTF_8));
    }
}
