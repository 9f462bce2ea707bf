package ccm.http;

import ccm.api.rpc.RpcPeer;
import ccm.parts.http.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** Opens WebSockets, up to a limit, and keeps an eye on those that say nothing. */
final class JettySockets {
    private static final String COMPRESSION = "permessage-deflate";
    private static final int GOING_AWAY = 1001;
    private static final int BUFFER = 1024; // idle ones should be cheap

    private final Engine engine;
    private final WebSocketSettings settings;
    private final WebSocketMappings mappings;
    private final Server server;
    private final Set<JettySocket> open = ConcurrentHashMap.newKeySet();

    JettySockets(Server server, Engine engine, WebSocketSettings settings) {
        this.server = server;
        this.engine = engine;
        this.settings = settings;
        WebSocketComponents components =
                WebSocketServerComponents.ensureWebSocketComponents(server);
        components.getExtensionRegistry().unregister(COMPRESSION); // costs memory for each of them
        mappings = new WebSocketMappings(components);
    }

    /** True when the request asks for a WebSocket. */
    boolean wanted(Request request) {
        return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /** Answers the request with a WebSocket, or refuses. */
    void open(RpcPeer peer, Request request, Response response, Callback callback) throws Refusal {
        if (!settings.enabled()) {
            throw new Refusal(Refusal.UNAVAILABLE, "WS is disabled");
        }
        if (open.size() >= settings.connections()) {
            throw new Refusal(
                    Refusal.UNAVAILABLE,
                    "all "
                            + settings.connections()
                            + " WebSockets are in use (rpc.ws.connections)");
        }
        WebSocketNegotiator one = (asked, answer, done) -> negotiate(peer, asked, answer);
        if (!mappings.upgrade(one, request, response, callback, this::configure)) {
            throw new Refusal(Refusal.BAD_REQUEST, "no WebSocket handshake of RFC 6455");
        }
    }

    /** Asks all of them for a sign of life, and drops those that have given none. */
    void ping() {
        long now = System.nanoTime();
        open.forEach(socket -> socket.checkLife(now, settings.ping()));
    }

    /** Says goodbye to all. */
    void close() {
        open.forEach(socket -> socket.end(GOING_AWAY, "the gateway stops"));
    }

    int count() {
        return open.size();
    }

    private FrameHandler negotiate(
            RpcPeer peer, ServerUpgradeRequest asked, ServerUpgradeResponse answer) {
        if (!asked.getSubProtocols().isEmpty()) { // any is fine, no other may be answered
            answer.setAcceptedSubProtocol(asked.getSubProtocols().get(0));
        }
        return new JettySocket(peer, engine, server, open);
    }

    private void configure(Configuration socket) {
        socket.setIdleTimeout(Duration.ZERO); // see ping
        socket.setMaxFrameSize(engine.maxFrame());
        socket.setInputBufferSize(BUFFER);
        socket.setOutputBufferSize(BUFFER);
        socket.setAutoFragment(false);
    }
}
