package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Peers that take what they can get: the gateway's threads and memory stay bounded, and the host
 * keeps its latency.
 */
public class HttpAbusePeersIT {
    private static final int SOCKETS = 1000;
    private static final int CALLS = 300;
    private static final int MOST_THREADS = 70;
    private static final long MOST_GROWTH_KB = 48 * 1024;
    private static final double SLOWER = 10; // two cores are shared with the flood itself
    private static final double ALWAYS_FINE_MILLIS = 100;
    private static final String UPGRADE =
            "GET /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Socket> sockets = new ArrayList<>();
    private HttpSite site;
    private Path device;

    @Before
    public void start() throws IOException {
        device = folder.getRoot().toPath().resolve("host");
        site = new HttpSite(folder.newFolder("d").toPath(), "host.rpc.uart.port=" + device).start();
    }

    @After
    public void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        site.close();
    }

    @Test
    public void aThousandIdleSocketsAndAFloodLeaveTheHostItsLatency() throws Exception {
        try (RawHost host = new RawHost(device)) {
            host.awaitGateway();
            double before = p99Millis(host);
            long memory = site.gateway().residentKb();
            for (int i = 0; i < SOCKETS; i++) {
                sockets.add(webSocket());
            }
            long idle = site.gateway().residentKb();
            sockets.add(oneTooMany());
            try (HttpFlood flood = new HttpFlood(site.port(), 8)) {
                eventually(() -> assertTrue(flood.failure(), flood.answered() > 20_000));
                long answered = flood.answered();
                long begin = System.nanoTime();
                double during = p99Millis(host);
                double rate = (flood.answered() - answered) / ((System.nanoTime() - begin) / 1e9);
                long threads = threads();
                long peak = site.gateway().residentKb();
                System.out.printf(
                        "host p99 %.1f ms, in the flood %.1f ms at %.0f requests/s; threads %d;"
                                + " memory %d MB, 1000 idle %d MB, in the flood %d MB%n",
                        before, during, rate, threads, memory / 1024, idle / 1024, peak / 1024);
                assertEquals("", flood.failure());
                assertTrue("threads: " + threads, threads < MOST_THREADS);
                assertTrue(
                        "memory grew by " + (peak - memory) + " kB",
                        peak - memory < MOST_GROWTH_KB);
                assertTrue(
                        "host p99 " + before + " ms, in the flood " + during + " ms",
                        during < Math.max(ALWAYS_FINE_MILLIS, SLOWER * before));
            }
        }
        assertEquals("204", Curl.status("-d", "{\"method\":\"RPC.Ping\"}", site.url() + "/rpc"));
    }

    @Test
    public void dribblersAreEndedAndHinderNobody() throws Exception {
        for (int i = 0; i < 200; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port());
            write(
                    socket,
                    i % 2 == 0
                            ? "POST /rpc HTTP/1.1\r\nHost: localhost\r\nX-"
                            : "POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{");
            sockets.add(socket);
        }
        assertEquals("204", Curl.status("-d", "{\"method\":\"RPC.Ping\"}", site.url() + "/rpc"));
        eventually(
                Duration.ofSeconds(40),
                () -> {
                    sockets.removeIf(HttpAbusePeersIT::gone);
                    LockSupport.parkNanos(200_000_000); // between two bytes of each
                    assertEquals(0, sockets.size());
                });
        assertEquals("204", Curl.status("-d", "{\"method\":\"RPC.Ping\"}", site.url() + "/rpc"));
    }

    private static boolean gone(Socket socket) {
        try {
            write(socket, "x");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket webSocket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port());
        socket.setSoTimeout(20_000);
        write(socket, UPGRADE);
        assertTrue(head(socket).startsWith("HTTP/1.1 101 "));
        return socket;
    }

    private Socket oneTooMany() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port());
        write(socket, UPGRADE);
        assertTrue(head(socket).startsWith("HTTP/1.1 503 "));
        return socket;
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** How long the slowest hundredth of the host's own calls takes. */
    private static double p99Millis(RawHost host) throws IOException {
        double[] millis = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long begin = System.nanoTime();
            host.call(Integer.toString(10_000 + i), "RPC.Ping", "{}");
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        return millis[CALLS * 99 / 100];
    }

    private long threads() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + site.gateway().pid() + "/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
