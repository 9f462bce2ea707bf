package ccm.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A door before the broker: while it is shut nobody gets through, so that a test can subscribe to a
 * broker that has just come back before the gateway publishes to it.
 */
final class Gate implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int brokerPort;
    private volatile boolean shut;

    Gate(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        start("ccm-itest-gate", this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Ends all connections and refuses new ones. */
    void shut() {
        shut = true;
        open.forEach(Gate::end);
    }

    void open() {
        shut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                let(door.accept());
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void let(Socket client) {
        if (shut) {
            end(client);
            return;
        }
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            open.add(client);
            open.add(broker);
            start("ccm-itest-gate-out", () -> copy(client, broker));
            start("ccm-itest-gate-in", () -> copy(broker, client));
        } catch (IOException e) {
            end(client); // the broker is down: so is the door
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one side is gone: that is what this test is about
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(String name, Runnable job) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        shut();
    }
}
