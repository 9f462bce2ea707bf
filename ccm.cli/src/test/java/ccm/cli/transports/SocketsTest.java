package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Device;
import ccm.cli.Typed;
import ccm.parts.threads.NamedThreads;
import ccm.testing.Quiet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class SocketsTest {
    private final Typed ccm = new Typed();
    private final Device device = new Device();

    @Test
    void tcpCarriesLinesAndFramesBetweenQuotes() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = serving(() -> serveTcp(server));
            assertEquals(0, sum("tcp://127.0.0.1:" + server.getLocalPort()), ccm.err());
            assertEquals("5\n", ccm.out());
            thread.join();
        }
    }

    private void serveTcp(ServerSocket server) throws IOException {
        try (Socket socket = server.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            String answer = "console text\n\"\"\"" + device.answer(in.readLine()) + "\"\"\"\n";
            socket.getOutputStream().write(answer.getBytes(UTF_8));
            assertEquals(-1, in.read(), "the client closes");
        }
    }

    @Test
    void udpCarriesAFrameADatagram() throws Exception {
        try (DatagramSocket server =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread thread = serving(() -> serveUdp(server));
            assertEquals(0, sum("udp://127.0.0.1:" + server.getLocalPort()), ccm.err());
            assertEquals("5\n", ccm.out());
            assertTrue(device.frames.get(0).matches("\\{\"id\":[12]\\d{12},.*"), "41 bits");
            thread.join();
        }
    }

    private void serveUdp(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
        server.receive(packet);
        String answer = device.answer(new String(packet.getData(), 0, packet.getLength(), UTF_8));
        byte[] stale = "{\"id\":1099511627775,\"result\":7}".getBytes(UTF_8); // of an earlier call
        server.send(new DatagramPacket(stale, stale.length, packet.getSocketAddress()));
        byte[] bytes = answer.getBytes(UTF_8);
        server.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
    }

    @Test
    void silenceEndsWithTheTimeout() throws Exception {
        try (DatagramSocket server =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String port = "udp://127.0.0.1:" + server.getLocalPort();
            assertEquals(1, ccm.run("call", "X", "--port", port, "--timeout", "0.1"));
            assertEquals(
                    "X: no answer from "
                            + port
                            + " within 0.1 s. Give it longer with --timeout S\n",
                    ccm.err());
        }
    }

    @Test
    void nobodyThereIsTold() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }
        assertEquals(1, sum("tcp://127.0.0.1:" + free));
        assertTrue(ccm.err().contains("no gateway answers there"), ccm.err());
        assertEquals(1, sum("udp://127.0.0.1:" + free));
        assertTrue(ccm.err().contains("no gateway answers there"), ccm.err());
    }

    private int sum(String port) {
        return ccm.run("call", "Sum", "[2,3]", "--port", port);
    }

    /** Work of a server that may fail. */
    private interface Work {
        void run() throws IOException;
    }

    private static Thread serving(Work work) {
        Thread thread =
                new NamedThreads("ccm-cli-test")
                        .newThread(
                                () -> {
                                    try {
                                        work.run();
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        thread.start();
        return thread;
    }
}
