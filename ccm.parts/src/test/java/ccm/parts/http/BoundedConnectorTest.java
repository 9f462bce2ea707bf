package ccm.parts.http;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class BoundedConnectorTest {
    private static final String ASK =
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 200; // of so many, four or five left somebody waiting
    private static final int ANSWERS = 10; // of each round, before it ends
    private static final int PATIENCE_MILLIS = 20_000;

    private Server server;
    private BoundedConnector connector;

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void stopsWithNobodyLeftWaiting() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int round = 0; round < ROUNDS; round++) {
            start(100, 100);
            int port = connector.getLocalPort();
            AtomicInteger answers = new AtomicInteger();
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                asking.add(clients.submit(() -> askUntilItEnds(port, answers)));
            }
            eventually(() -> assertTrue(answers.get() >= ANSWERS));
            connector.close();
            server.stop();
            for (Future<?> one : asking) {
                one.get();
            }
            assertEquals(0, connector.sockets());
        }
        clients.shutdown();
    }

    @Test
    void closesWhatIsOverALimitAndGoesOn() throws Exception {
        start(3, 2);
        try (Socket first = connect("127.0.0.1");
                Socket second = connect("127.0.0.1")) {
            eventually(() -> assertEquals(2, connector.getConnectedEndPoints().size()));
            assertTrue(isClosed(connect("127.0.0.1")));
            try (Socket other = connect("127.0.0.2")) {
                eventually(() -> assertEquals(3, connector.getConnectedEndPoints().size()));
                assertTrue(isClosed(connect("127.0.0.3")));
                assertTrue(answer(other).startsWith("HTTP/1.1 404 "));
            }
            assertTrue(answer(first).startsWith("HTTP/1.1 404 "));
            assertTrue(answer(second).startsWith("HTTP/1.1 404 "));
        }
        eventually(() -> assertEquals(0, connector.sockets()));
        assertTrue(answer(connect("127.0.0.1")).startsWith("HTTP/1.1 404 "));
    }

    private void start(int most, int mostOfOne) throws Exception {
        server = new Server();
        connector = new BoundedConnector(server, most, mostOfOne, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setStopTimeout(0);
        server.start();
    }

    private Socket connect(String from) throws IOException {
        Socket socket =
                new Socket(
                        InetAddress.getByName("127.0.0.1"),
                        connector.getLocalPort(),
                        InetAddress.getByName(from),
                        0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try (socket) {
            socket.getOutputStream().write(ASK.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    private static void askUntilItEnds(int port, AtomicInteger answers) {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                answer(socket);
                answers.incrementAndGet();
            } catch (SocketTimeoutException e) {
                throw new AssertionError("accepted, and forgotten", e);
            } catch (IOException e) {
                return; // nobody listens there any more
            }
        }
    }
}
