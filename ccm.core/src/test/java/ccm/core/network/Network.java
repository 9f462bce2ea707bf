package ccm.core.network;

import ccm.api.host.Host;
import ccm.api.host.HostState;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.access.TestAccess;
import ccm.core.frame.IdemAnswers;
import ccm.core.frame.IdemFile;
import ccm.core.rpc.CallRules;
import ccm.core.rpc.Dispatcher;
import ccm.core.rpc.Gate;
import ccm.core.rpc.RpcSettings;
import ccm.core.rpc.TestMethods;
import ccm.testing.Configs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way of network frames through the core, as Declarative Services would wire it. */
final class Network {
    static final String SELF = "ccm_1";
    static final RpcPeer WEB = new RpcPeer(RpcPeer.WS_IN, "10.0.0.9:40000", RpcPeer.Zone.LOCAL);
    static final RpcPeer MQTT = new RpcPeer(RpcPeer.MQTT, "ccm_1/rpc", RpcPeer.Zone.LOCAL);

    final TestMethods methods = new TestMethods();
    final TestAccess access;
    final Dispatcher rpc;
    final NetworkExchange exchange;

    Network(File folder, Object... rpcSettings) {
        RpcSettings settings = new RpcSettings(Configs.of(RpcSettings.Config.class, rpcSettings));
        access = new TestAccess(folder, settings);
        CallRules rules = access.rules();
        rpc = methods.dispatcher(new NoHost(), rules, settings);
        exchange =
                new NetworkExchange(
                        new Gate(rpc, rules, access.access()),
                        rpc,
                        SELF,
                        settings.maxFrameSize(),
                        new IdemAnswers(Duration.ofMinutes(10), System::nanoTime),
                        new IdemFile(new File(folder, "idem-network")));
        exchange.open();
    }

    CompletableFuture<FrameReply> start(RpcPeer peer, String frame) {
        return exchange.exchange(peer, frame.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture();
    }

    FrameReply exchange(RpcPeer peer, String frame) {
        return start(peer, frame).join();
    }

    String ask(RpcPeer peer, String frame) {
        return text(exchange(peer, frame));
    }

    static String text(FrameReply reply) {
        return new String(reply.frame(), StandardCharsets.UTF_8);
    }

    long count(String channel, Channels.Event event) {
        return exchange.channels().of(channel).get(event);
    }

    void close() throws InterruptedException {
        exchange.close();
        methods.close();
    }

    /** A gateway whose host is unplugged. */
    private static final class NoHost implements Host {
        @Override
        public boolean isAlive() {
            return false;
        }

        @Override
        public HostState state() {
            return new HostState(false, false, Set.of(), MissingNode.getInstance());
        }

        @Override
        public CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline) {
            return CompletableFuture.failedFuture(RpcException.limit("host: its line is down"));
        }

        @Override
        public Sent notify(String method, JsonNode params) {
            return Sent.AWAY;
        }

        @Override
        public int maxFrame() {
            return 0;
        }
    }
}
