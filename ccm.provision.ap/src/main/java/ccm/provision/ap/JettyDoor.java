package ccm.provision.ap;

import ccm.parts.http.BoundedConnector;
import ccm.parts.http.JettyErrors;
import ccm.parts.http.JettyPeers;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** A small Jetty with limits on everything that a peer could use up. */
final class JettyDoor implements Door {
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration LAST_PAGES = Duration.ofMillis(1_800);
    private static final Duration LAST_ANSWERS = Duration.ofMillis(800);
    private static final int MOST_THREADS = 4;
    private static final int LEAST_THREADS = 1;
    private static final int CONNECTIONS = 16;
    private static final int OF_ONE_ADDRESS = 8;
    private static final int HEADER_BYTES = 4096;
    private static final int BUFFER_BYTES = 16_384;
    private static final int BUFFER_STEP = 1024;
    private static final int BUFFERS = 16; // kept of each size
    private static final long POOL_BYTES = 512L << 10;
    private static final int BACKLOG = 16;

    private final DoorSettings settings;
    private final Routes routes;
    private final Server server;
    private final BoundedConnector connector;
    private final JettyPeers peers;

    JettyDoor(DoorSettings settings, Routes routes) {
        this.settings = settings;
        this.routes = routes;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        threads.setName("ccm-provision-ap-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server =
                new Server(
                        threads,
                        new ScheduledExecutorScheduler("ccm-provision-ap-timer", true),
                        new ArrayByteBufferPool(
                                0, BUFFER_STEP, BUFFER_BYTES, BUFFERS, POOL_BYTES, POOL_BYTES));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        connector =
                new BoundedConnector(
                        server, CONNECTIONS, OF_ONE_ADDRESS, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        peers = new JettyPeers("provision.ap", connector, Steps.SENDING, () -> {});
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(0);
    }

    @Override
    public String open() throws IOException {
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        server.setHandler(
                new JettyAsks(
                        routes,
                        peers.connections(),
                        new Subnet(settings.address(), settings.mask()),
                        () -> settings.url(connector.getLocalPort())));
        try {
            server.start();
            return settings.url(connector.getLocalPort());
        } catch (Exception e) { // what Jetty declares
            peers.end(Duration.ZERO, () -> false);
            throw new IOException(words(e), e);
        }
    }

    @Override
    public void close() {
        JettyPeers.await(LAST_PAGES, routes::isAwaited); // a phone asks every second
        peers.end(LAST_ANSWERS, () -> false);
    }

    static String host(InetAddress address) {
        return address.getHostAddress();
    }

    /** What keeps it from listening, and the way out. */
    private String words(Exception failure) {
        String where = settings.address() + " port " + settings.port();
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        if (text.contains("Address already in use")) {
            return where
                    + " is taken by another program. Stop that, or choose another port:"
                    + " provision.ap.http.port";
        }
        if (text.contains("Cannot assign requested address")) {
            return where + ": the address is not there yet. It comes with the access point";
        }
        if (text.contains("Permission denied")) {
            return where
                    + ": not allowed. Run CCM with CAP_NET_BIND_SERVICE, or choose a port above"
                    + " 1023: provision.ap.http.port";
        }
        return where + ": " + text;
    }
}
