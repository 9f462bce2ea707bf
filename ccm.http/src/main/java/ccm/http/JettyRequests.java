package ccm.http;

import ccm.api.rpc.RpcPeer;
import ccm.parts.http.Connections;
import ccm.parts.http.JettyExchange;
import ccm.parts.http.Refusal;
import java.util.List;
import java.util.regex.Pattern;
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

    private static final Pattern MULTIPART =
            Pattern.compile("\\s*multipart/form-data\\b", Pattern.CASE_INSENSITIVE);

    private final Engine engine;
    private final Origins origins;
    private final Logins logins;
    private final Calls calls;
    private final Updates updates;
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
        this.updates = new Updates(engine);
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
        if (!ROOT.equals(path)
                && !String.valueOf(path).startsWith(BELOW)
                && !Updates.serves(path)) {
            throw new Refusal(Refusal.NOT_FOUND, "nothing is here. CCM answers at " + ROOT);
        }
        boolean upgrade = !Updates.serves(path) && sockets.wanted(request);
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
        if (Updates.serves(path)) {
            update(call, login(caller, request), path, request);
            return;
        }
        carryOut(call, login(caller, request), path, request);
    }

    private void carryOut(JettyCall call, RpcPeer peer, String path, Request request)
            throws Refusal {
        if (path.length() > BELOW.length()) {
            String query = JettyExchange.query(request);
            String method = path.substring(BELOW.length());
            call.carryOut(small(false, body -> calls.method(peer, method, query, body)));
        } else if ("POST".equals(request.getMethod())) {
            call.carryOut(small(false, body -> calls.frame(peer, body)));
        } else {
            throw new Refusal(
                    Refusal.NOT_ALLOWED,
                    "POST a frame here, open a WebSocket, or name a method: " + BELOW + "RPC.List");
        }
    }

    private void update(JettyCall call, RpcPeer peer, String path, Request request) throws Refusal {
        boolean post = "POST".equals(request.getMethod());
        if (!post && !"GET".equals(request.getMethod())) {
            throw new Refusal(
                    Refusal.NOT_ALLOWED, "POST a bundle here: curl -F file=@fw.zip …" + path);
        }
        if (path.equals(Updates.COMMIT)) {
            call.carryOut(small(true, body -> updates.commit(peer)));
        } else if (path.equals(Updates.REVERT)) {
            call.carryOut(small(true, body -> updates.revert(peer)));
        } else if (post
                && MULTIPART.matcher(JettyExchange.header(request, "Content-Type")).lookingAt()) {
            call.carryOut(updates.form(peer, JettyExchange.header(request, "Content-Type")));
        } else {
            String query = JettyExchange.query(request);
            updates.mayPull(peer);
            call.carryOut(small(true, body -> updates.pull(peer, query, body)));
        }
    }

    private Body small(boolean isLong, SmallBody.Action action) {
        return new SmallBody(engine.maxFrame(), isLong, action);
    }

    private Caller caller(Request request, boolean upgrade) {
        return origins.judge(
                upgrade ? RpcPeer.WS_IN : RpcPeer.HTTP,
                JettyExchange.from(request),
                name -> JettyExchange.header(request, name));
    }

    private RpcPeer login(Caller caller, Request request) throws Refusal {
        return logins.login(
                caller,
                JettyExchange.header(request, "Authorization"),
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
            if (!JettyExchange.header(request, "Access-Control-Request-Private-Network")
                    .isEmpty()) {
                response.getHeaders().put("Access-Control-Allow-Private-Network", "true");
            }
        }
    }
}
