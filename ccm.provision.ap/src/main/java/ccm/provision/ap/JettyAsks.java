package ccm.provision.ap;

import ccm.parts.http.Connections;
import ccm.parts.http.JettyExchange;
import ccm.parts.http.Refusal;
import java.net.InetAddress;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Takes every request of those who are in the network. */
final class JettyAsks extends Handler.Abstract {
    private final Routes routes;
    private final Connections<Connection> connections;
    private final Subnet subnet;
    private final Supplier<String> home;

    JettyAsks(
            Routes routes,
            Connections<Connection> connections,
            Subnet subnet,
            Supplier<String> home) {
        this.routes = routes;
        this.connections = connections;
        this.subnet = subnet;
        this.home = home;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        JettyAsk ask = new JettyAsk(request, response, callback, connections);
        InetAddress from = JettyExchange.from(request);
        if (!subnet.contains(from)) { // Linux takes a packet for this address from any network
            ask.answer(
                    Routes.refuse(
                            new Refusal(
                                    Refusal.FORBIDDEN,
                                    "only for those who are in the gateway's own network")));
            return true;
        }
        ask.read(JettyDoor.host(from), whole -> routes.answer(whole, home.get()));
        return true;
    }
}
