package ccm.provision;

import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.testing.FakeDevice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine with doubles of all that it needs, in time that passes by hand. */
final class Bench {
    static final String HOME =
            "{'config':{'wifi':{'sta':{'enable':true,'ssid':'Home','pass':'right word'}}},"
                    + "'save':true,'reboot':true}";
    static final String WRONG = HOME.replace("right", "wrong");
    private static final ObjectMapper JSON = new ObjectMapper();

    final ManualTime time = new ManualTime();
    final FakeTree tree = new FakeTree();
    final FakeWifi wifi = new FakeWifi().network("Home", "right word");
    final FakeChannel ap = new FakeChannel("ap");
    final List<String> rpcCalls = new ArrayList<>();
    final List<String> woken = new ArrayList<>();
    Set<String> routes = Set.of();
    final Services services = new Services(() -> routes);
    Engine engine;
    private ChannelCalls calls;

    /** Starts it, with the radio and the access point's channel. */
    Bench start() {
        services.radios().add(wifi);
        services.channels().add(ap);
        services.reset(Optional.of(new FakeRpc()::call));
        services.listeners().add(() -> woken.add("woken"));
        return startWithoutWifi();
    }

    Bench startWithoutWifi() {
        engine =
                new Engine(
                        time,
                        services,
                        new Engine.Core(tree, new FakeRpc(), new FakeDevice("ccm_A1B2C3")),
                        tree,
                        Runnable::run);
        calls = new ChannelCalls(engine, new Networks(engine));
        tree.changed = engine::changed;
        engine.open();
        time.seconds(1);
        return this;
    }

    FakeCloud cloud() {
        FakeCloud cloud = new FakeCloud();
        services.clouds().add(cloud);
        return cloud;
    }

    /** Calls over a channel; quotes are single ones. */
    CompletableFuture<JsonNode> call(String channel, String method, String params) {
        return calls.call(channel, "192.168.4.17", method, json(params)).toCompletableFuture();
    }

    /** What a call was refused with. */
    static RpcException refusal(CompletableFuture<JsonNode> answer) {
        Optional<Throwable> failure =
                Optional.ofNullable(answer.handle((result, e) -> e).getNow(null));
        Throwable e = failure.orElseThrow(() -> new AssertionError("answered " + answer));
        return (RpcException) (e instanceof RpcException ? e : e.getCause());
    }

    /** A call that comes by no channel. */
    static RpcCall direct(String method, String params) {
        return new RpcCall(method, json(params), RpcPeer.local("test"), false);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private final class FakeRpc implements Rpc {
        @Override
        public CompletionStage<JsonNode> call(RpcCall call) {
            rpcCalls.add(call.method() + " by " + call.peer().address());
            return CompletableFuture.completedStage(TextNode.valueOf(call.method()));
        }

        @Override
        public Optional<RpcException> refusal(RpcPeer peer, String method) {
            return Optional.empty();
        }

        @Override
        public List<String> methods() {
            return List.of("Config.FactoryReset", "Config.Get", "RPC.List", "Sys.Reboot");
        }
    }
}
