package ccm.parts.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are connected to a server: ends the slow ones, and in the end all of them. */
public final class JettyPeers implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(JettyPeers.class);
    private static final long PAUSE_NANOS = 5_000_000;
    private static final long SWEEP_SECONDS = 1;

    private final String name;
    private final BoundedConnector connector;
    private final Step first;
    private final Runnable also;
    private final Connections<Connection> connections = new Connections<>(System::nanoTime);
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private boolean failed; // once, and was told; touched by one sweep after the other

    /**
     * Makes it.
     *
     * @param name of the server in the log
     * @param first what each connection is at in the beginning
     * @param also done once a second as long as there are connections
     */
    public JettyPeers(String name, BoundedConnector connector, Step first, Runnable also) {
        this.name = name;
        this.connector = connector;
        this.first = first;
        this.also = also;
        connector.addBean(this); // Jetty finds its listeners so
    }

    public Connections<Connection> connections() {
        return connections;
    }

    /** Takes nobody new, lets what is being answered end for so long, then stops the server. */
    public void end(Duration limit, BooleanSupplier busy) {
        connector.close();
        await(limit, () -> connections.busy() || busy.getAsBoolean());
        try {
            connector.getServer().stop();
        } catch (Exception e) { // what Jetty declares
            LOG.warn("{}: not everything stopped cleanly: {}", name, e.toString());
        }
    }

    /** Waits as long as that is so, up to a limit. */
    public static void await(Duration limit, BooleanSupplier busy) {
        long end = System.nanoTime() + limit.toNanos();
        while (busy.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) { // of HTTP, not the TLS around it
            connections.opened(connection, first);
        }
        if (sweeping.compareAndSet(false, true)) {
            scheduleSweep();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.closed(connection);
    }

    /** Ends what takes too long; sleeps while there are no connections. */
    private void sweep() {
        try {
            for (Connection late : connections.overdue()) {
                LOG.debug("{}: {}: too slow", name, late.getEndPoint().getRemoteSocketAddress());
                late.getEndPoint().close();
            }
            also.run();
        } catch (RuntimeException e) { // Jetty's timer would not run this again, nor tell
            if (!failed) {
                LOG.error("{}: slow peers are not looked after as they should be", name, e);
            }
            failed = true;
        }
        if (connector.sockets() == 0) {
            sweeping.set(false);
            if (connector.sockets() == 0 || !sweeping.compareAndSet(false, true)) {
                return;
            }
        }
        scheduleSweep();
    }

    private void scheduleSweep() {
        connector.getServer().getScheduler().schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
}
