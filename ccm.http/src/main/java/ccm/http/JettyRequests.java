package ccm.http;

import ccm.api.rpc.RpcPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Takes every request, and decides by its path and its sender what becomes of it. */
final class JettyRequests extends Handler.Abstract {
    private static final String ROOT = "/rpc";
    private static final String BELOW = "/rpc/";
    private static final String VERBS = "GET, POST, OPTIONS";

    private final Engine engine;
    private final Origins origins;
    private final Logins logins;
    private final Calls calls;
    private final JettySockets sockets;
    private final Connections<Connection> connections;
    private final List<HttpField> extra;

    JettyRequests(
            Engine engine,
            Origins origins,
            JettySockets sockets,
            Connections<Connection> connections,
            List<HttpField> extra) {
        this.engine = engine;
        this.origins = origins;
        this.logins = new Logins(engine);
        this.calls = new Calls(engine, logins);
        this.sockets = sockets;
        this.connections = connections;
        this.extra = extra;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        JettyCall call = new JettyCall(request, response, callback, calls, connections);
        try {
            begin(request, response, callback, call);
        } catch (Refusal e) {
            call.answer(calls.answer(e));
        }
        return true;
    }

    private void begin(Request request, Response response, Callback callback, JettyCall call)
            throws Refusal {
        extra.forEach(response.getHeaders()::add);
        String path = request.getHttpURI().getCanonicalPath();
        if (!ROOT.equals(path) && !String.valueOf(path).startsWith(BELOW)) {
            throw new Refusal(Refusal.NOT_FOUND, "nothing is here. CCM answers at " + ROOT);
        }
        boolean upgrade = sockets.wanted(request);
        Caller caller = caller(request, upgrade);
        cors(caller, request, response);
        if ("OPTIONS".equals(request.getMethod())) {
            response.getHeaders().put("Allow", VERBS);
            call.answer(Answer.empty(Answer.OK));
            return;
        }
        if (!engine.offersHttp()) {
            throw new Refusal(Refusal.UNAVAILABLE, "HTTP is disabled");
        }
        if (upgrade) {
            sockets.open(login(caller, request), request, response, callback);
            return;
        }
        if (caller.page() == Caller.Page.FOREIGN) {
            throw new Refusal(
                    Refusal.FORBIDDEN,
                    "not from another site's page. Allow its origin with http.cors_origins");
        }
        carryOut(call, login(caller, request), path, request);
    }

    private void carryOut(JettyCall call, RpcPeer peer, String path, Request request)
            throws Refusal {
        if (path.length() > BELOW.length()) {
            String query = request.getHttpURI().getQuery();
            String method = path.substring(BELOW.length());
            call.carryOut(
                    engine.maxFrame(),
                    body -> calls.method(peer, method, query == null ? "" : query, body));
        } else if ("POST".equals(request.getMethod())) {
            call.carryOut(engine.maxFrame(), body -> calls.frame(peer, body));
        } else {
            throw new Refusal(
                    Refusal.NOT_ALLOWED,
                    "POST a frame here, open a WebSocket, or name a method: " + BELOW + "RPC.List");
        }
    }

    private Caller caller(Request request, boolean upgrade) {
        InetAddress from = InetAddress.getLoopbackAddress();
        if (request.getConnectionMetaData().getRemoteSocketAddress()
                instanceof InetSocketAddress address) {
            from = address.getAddress();
        }
        return origins.judge(
                upgrade ? RpcPeer.WS_IN : RpcPeer.HTTP, from, name -> header(request, name));
    }

    private RpcPeer login(Caller caller, Request request) throws Refusal {
        return logins.login(
                caller,
                header(request, "Authorization"),
                request.getMethod(),
                request.getHttpURI().getPathQuery());
    }

    private static void cors(Caller caller, Request request, Response response) {
        if (caller.page() == Caller.Page.ALLOWED || caller.page() == Caller.Page.ANYBODY) {
            boolean named = caller.page() == Caller.Page.ALLOWED;
            response.getHeaders()
                    .put("Access-Control-Allow-Origin", named ? caller.origin() : "*")
                    .put("Access-Control-Allow-Methods", VERBS)
                    .put("Access-Control-Allow-Headers", "Content-Type, Authorization")
                    .put("Access-Control-Expose-Headers", "WWW-Authenticate")
                    .put("Vary", "Origin");
            if (named) {
                response.getHeaders().put("Access-Control-Allow-Credentials", "true");
            }
            if (!header(request, "Access-Control-Request-Private-Network").isEmpty()) {
                response.getHeaders().put("Access-Control-Allow-Private-Network", "true");
            }
        }
    }

    private static String header(Request request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }
}
