package ccm.parts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.testing.Quiet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class JettyPeersTest {
    private static final Step SHORT = new Step(Duration.ofMillis(50), false);
    private static final int PATIENCE_MILLIS = 10_000;

    @Test
    void goesOnEndingSlowPeersAfterAnAccident() throws Exception {
        Server server = new Server();
        BoundedConnector connector =
                new BoundedConnector(server, 10, 10, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        JettyPeers peers =
                new JettyPeers(
                        "test",
                        connector,
                        SHORT,
                        () -> {
                            throw new IllegalStateException("an accident");
                        });
        server.start();
        for (int i = 0; i < 3; i++) {
            awaitEnd(connector.getLocalPort());
        }
        peers.end(Duration.ZERO, () -> false);
    }

    private static void awaitEnd(int port) throws IOException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
            slow.setSoTimeout(PATIENCE_MILLIS);
            assertEquals(-1, slow.getInputStream().read());
        }
    }
}
