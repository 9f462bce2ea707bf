package ccm.sim.cloud;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ConcurrentModificationException;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** An MQTT broker in this process, on the loopback address alone; it stores nothing. */
final class EmbeddedBroker implements AutoCloseable {
    private static final long START_NANOS = 10_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int MESSAGE_BYTES = 256 * 1024; // a frame has 64 KiB at most

    private final Server server = new Server();
    private final int port;

    /**
     * Starts it.
     *
     * @param port 0 takes a free one
     */
    EmbeddedBroker(int port) throws IOException {
        this.port = port == 0 ? free() : port;
        Properties settings = new Properties();
        settings.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        settings.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(this.port));
        settings.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        settings.setProperty(
                BrokerConstants.ALLOW_ZERO_BYTE_CLIENT_ID_PROPERTY_NAME, "true"); // mosquitto_sub
        settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        settings.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "0"); // at once
        settings.setProperty(
                IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(MESSAGE_BYTES));
        server.startServer(new MemoryConfig(settings));
        awaitListening();
    }

    int port() {
        return port;
    }

    /** Moquette returns before it listens; it knows its port when it does. */
    private void awaitListening() throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (!listening()) {
            if (System.nanoTime() > end) {
                server.stopServer();
                throw new IOException("127.0.0.1:" + port + ": cannot listen. Is the port in use?");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Moquette notes its port on a thread of its own, in a map that does not like being asked. */
    private boolean listening() {
        try {
            return server.getPort() == port;
        } catch (ConcurrentModificationException e) {
            return false;
        }
    }

    private static int free() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
