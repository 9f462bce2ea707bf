package ccm.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Mosquitto on a free port of the loopback address, with no limits of its own in the way.
 */
final class Broker implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final int port;
    private final Process process;

    Broker(Path folder) throws IOException {
        port = freePort();
        Path config = folder.resolve("mosquitto.conf");
        Files.write(
                config,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "set_tcp_nodelay true",
                        "max_inflight_messages 0",
                        "max_queued_messages 0",
                        "persistence false",
                        "log_type error"));
        process =
                new ProcessBuilder("mosquitto", "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("mosquitto.log").toFile())
                        .start();
        awaitListening(folder);
    }

    int port() {
        return port;
    }

    private void awaitListening(Path folder) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new IOException(
                            "mosquitto did not start: "
                                    + Files.readString(folder.resolve("mosquitto.log")),
                            e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
