package ccm.http;

import ccm.parts.http.BoundedConnector;
import ccm.parts.http.JettyErrors;
import ccm.parts.http.JettyPeers;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/** A Jetty with limits on everything that a peer could use up. */
final class JettyServer {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);
    private static final int LEAST_THREADS = 2;
    private static final int HEADER_BYTES = 8192;
    private static final int BUFFER_BYTES = 65_536;
    private static final int BUFFER_STEP = 1024;
    private static final int BUFFERS = 64; // kept of each size
    private static final long POOL_BYTES = 4L << 20;
    private static final int BACKLOG = 256;

    private final Server server;
    private final BoundedConnector connector;
    private final JettySockets sockets;
    private final JettyPeers peers;
    private final ServerSettings settings;

    JettyServer(ServerSettings settings, WebSocketSettings webSockets, Engine engine) {
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(settings.threads(), LEAST_THREADS);
        threads.setName("ccm-http");
        threads.setDaemon(true);
        Scheduler timer = new ScheduledExecutorScheduler("ccm-http-timer", true);
        server =
                new Server(
                        threads,
                        timer,
                        new ArrayByteBufferPool(
                                0, BUFFER_STEP, BUFFER_BYTES, BUFFERS, POOL_BYTES, POOL_BYTES));
        int most = settings.connections();
        connector = new BoundedConnector(server, most, most, protocols());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        sockets = new JettySockets(server, engine, webSockets);
        peers = new JettyPeers("http", connector, Steps.WAITING, sockets::ping);
        server.setHandler(
                new JettyRequests(
                        engine,
                        settings.origins(),
                        sockets,
                        peers.connections(),
                        settings.extraHeaders().entrySet().stream()
                                .map(field -> new HttpField(field.getKey(), field.getValue()))
                                .toList()));
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(0);
    }

    /** Listens; returns the port. */
    int open() throws IOException {
        connector.setHost(
                settings.address().host().isEmpty()
                        ? null
                        : settings.address().socket().getAddress().getHostAddress());
        connector.setPort(settings.address().port());
        try {
            server.start();
            return connector.getLocalPort();
        } catch (Exception e) { // what Jetty declares
            close();
            Throwable cause = e instanceof IOException && e.getCause() != null ? e.getCause() : e;
            throw new IOException(cause.getMessage(), e);
        }
    }

    /** Takes nothing new, lets what is being answered end, then ends all of it. */
    void close() {
        connector.close();
        sockets.close();
        peers.end(LAST_ANSWERS, () -> sockets.count() > 0);
    }

    private ConnectionFactory[] protocols() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setOutputBufferSize(HEADER_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (settings.tls().isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        Tls tls = settings.tls().get();
        SslContextFactory.Server secure = new SslContextFactory.Server();
        secure.setSslContext(tls.context());
        secure.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        secure.setNeedClientAuth(tls.asksClients());
        return new ConnectionFactory[] {
            new SslConnectionFactory(secure, plain.getProtocol()), plain
        };
    }
}
