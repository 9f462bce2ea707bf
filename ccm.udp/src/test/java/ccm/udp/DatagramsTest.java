package ccm.udp;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.access.Access;
import ccm.api.access.AccessException;
import ccm.api.access.DigestChallenge;
import ccm.api.access.DigestResponse;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Quiet;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real datagrams to a listener of this machine. */
@ExtendWith(Quiet.class)
class DatagramsTest {
    private static final int PATIENCE = 20_000;

    private final Echo echo = new Echo();
    private final List<String> announced = new CopyOnWriteArrayList<>();
    private volatile boolean users;
    private Datagrams datagrams;

    @AfterEach
    void close() {
        datagrams.close();
        assertEquals(Optional.empty(), datagrams.port());
    }

    @Test
    void answersEachDatagramToItsSender() throws IOException {
        open("127.0.0.1:0");
        try (DatagramSocket one = socket("127.0.0.1");
                DatagramSocket other = socket("127.0.0.1")) {
            send(one, "127.0.0.1", "one");
            send(other, "127.0.0.1", "other");
            assertEquals("other", receive(other));
            assertEquals("one", receive(one));
        }
        assertEquals(new RpcPeer(RpcPeer.UDP_IN, "127.0.0.1", RpcPeer.Zone.LOCAL), echo.peer);
        assertTrue(announced.get(0).startsWith("udp 127.0.0.1:"), announced.toString());
    }

    @Test
    void dropsWhatIsTooLargeAndGoesOn() throws IOException {
        open("127.0.0.1:0");
        try (DatagramSocket one = socket("127.0.0.1")) {
            send(one, "127.0.0.1", "x".repeat(5000));
            send(one, "127.0.0.1", "");
            send(one, "127.0.0.1", "small");
            assertEquals("", receive(one));
            assertEquals("small", receive(one));
        }
    }

    @Test
    void doesNotOpenToTheNetworkWithoutUsersAndDoesAsSoonAsThereIsOne() {
        datagrams = make(":0");
        datagrams.open();
        users = false;
        eventually(() -> assertTrue(echo.asked > 0));
        assertEquals(Optional.empty(), datagrams.port());
        users = true;
        eventually(() -> assertTrue(datagrams.port().isPresent()));
    }

    @Test
    void boundsErrorsToStrangers() throws IOException {
        String outside = outsideAddress();
        users = true;
        echo.code = 401;
        open(outside + ":0");
        int came = 0;
        try (DatagramSocket one = socket(outside)) {
            for (int i = 0; i < 100; i++) {
                send(one, outside, "who");
            }
            one.setSoTimeout(300);
            while (came < 100) {
                receive(one);
                came++;
            }
        } catch (SocketTimeoutException e) {
            assertTrue(came >= 1 && came < 40, came + " answers to 100 strangers");
        }
        assertEquals(new RpcPeer(RpcPeer.UDP_IN, outside, RpcPeer.Zone.NETWORK), echo.peer);
    }

    private void open(String address) {
        datagrams = make(address);
        datagrams.open();
        eventually(() -> assertTrue(datagrams.port().isPresent()));
    }

    private Datagrams make(String address) {
        return new Datagrams(
                address,
                () -> Optional.of(echo),
                () -> Optional.of(echo),
                what -> what.ifPresent(announced::add));
    }

    private static DatagramSocket socket(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(address));
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private void send(DatagramSocket from, String to, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        from.send(
                new DatagramPacket(
                        bytes,
                        bytes.length,
                        InetAddress.getByName(to),
                        datagrams.port().orElseThrow()));
    }

    private static String receive(DatagramSocket from) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
        from.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    /** An address of this machine that is not the loopback's. */
    private static String outsideAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(each -> each.getInterfaceAddresses().stream())
                .map(InterfaceAddress::getAddress)
                .filter(each -> each.getAddress().length == 4)
                .filter(each -> !each.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new AssertionError("needs an address that is not loopback"));
    }

    /** Sends back what it gets, and says whether there are users. */
    private final class Echo implements FrameExchange, Access {
        volatile RpcPeer peer;
        volatile int code;
        volatile int asked;
        volatile int frames;

        @Override
        public CompletionStage<FrameReply> exchange(RpcPeer from, byte[] frame) {
            peer = from;
            frames++; // by the listener's thread alone
            return CompletableFuture.completedStage(
                    new FrameReply(FrameReply.Kind.ANSWER, code, "", frame));
        }

        @Override
        public CompletionStage<FrameReply> exchange(RpcPeer from, byte[] frame, String method) {
            throw new UnsupportedOperationException("datagrams name no methods");
        }

        @Override
        public int maxFrame() {
            return 4096;
        }

        @Override
        public boolean hasUsers() {
            asked++; // by the listener's thread alone
            return users;
        }

        @Override
        public DigestChallenge challenge() {
            throw new UnsupportedOperationException("datagrams have no login of their own");
        }

        @Override
        public RpcPeer login(RpcPeer from, DigestResponse response) throws AccessException {
            throw new UnsupportedOperationException("datagrams have no login of their own");
        }
    }
}
