package ccm.sim.cloud.server;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault as it looks on the wire: a client that writes and reads bytes. */
@ExtendWith(Quiet.class)
class FaultsTest {
    private static final int CONNACK = 0x20;
    private static final int PUBACK = 0x40;
    private static final int SUBACK = 0x90;
    private static final int PINGRESP = 0xd0;

    private final OpenBrain brain = new OpenBrain();
    private final List<Wire> wires = new ArrayList<>();
    private CloudServer server;

    @BeforeEach
    void start() throws Exception {
        Authority authority = Authority.create("test authority");
        server = new ServerPlan("test", authority, brain).door(Door.plain("tcp", 0)).start();
        brain.serve(server);
    }

    @AfterEach
    void stop() throws Exception {
        for (Wire wire : wires) {
            wire.close();
        }
        server.close();
    }

    @Test
    void dropsAtTheThirdPublishAndNotBefore() throws Exception {
        server.faults().add("drop@publish,n=3");
        Wire wire = connect("a");
        wire.publish(1);
        assertEquals(List.of(PUBACK, 1), wire.packet());
        wire.publish(2);
        assertEquals(List.of(PUBACK, 2), wire.packet());
        wire.publish(3);
        assertEquals(List.of(), wire.packet());
        assertEquals(2, brain.messages().size());
        assertEquals(1, server.faults().fired());
    }

    @Test
    void takesAMessageAndLosesItsAcknowledgement() throws Exception {
        server.faults().add("lose@puback,times=1");
        Wire wire = connect("a");
        wire.publish(1);
        wire.publish(2);
        assertEquals(List.of(PUBACK, 2), wire.packet());
        assertEquals(2, brain.messages().size());
    }

    @Test
    void dropsBeforeTheAcknowledgementOfWhatItTook() throws Exception {
        server.faults().add("drop@puback");
        Wire wire = connect("a");
        wire.publish(1);
        assertEquals(List.of(), wire.packet());
        assertEquals(1, brain.messages().size());
    }

    @Test
    void delaysAndKeepsTheOrder() throws Exception {
        server.faults().add("delay=300@puback,n=1");
        Wire wire = connect("a");
        long before = System.nanoTime();
        wire.publish(1);
        wire.publish(2);
        assertEquals(List.of(PUBACK, 1), wire.packet());
        assertTrue(System.nanoTime() - before >= 250_000_000L);
        assertEquals(List.of(PUBACK, 2), wire.packet());
    }

    @Test
    void sendsAMessageTwiceFreshOrMarked() throws Exception {
        Wire wire = connect("a");
        wire.subscribe("t", 1);
        server.faults().add("dup@send,n=1");
        Session session = server.session("a").orElseThrow();
        session.send("t", "x", 1);
        assertEquals(List.of(0x32, 1), wire.packet());
        assertEquals(List.of(0x32, 2), wire.packet());
        server.faults().clear();
        server.faults().add("dup=1@send,n=1");
        session.send("t", "x", 1);
        assertEquals(List.of(0x32, 3), wire.packet());
        assertEquals(List.of(0x3a, 3), wire.packet());
    }

    @Test
    void takesAMessageTwice() throws Exception {
        server.faults().add("dup@publish");
        Wire wire = connect("a");
        wire.publish(1);
        eventually(() -> assertEquals(2, brain.messages().size()));
    }

    @Test
    void sendsTheSecondBeforeTheFirst() throws Exception {
        Wire wire = connect("a");
        wire.subscribe("t", 1);
        server.faults().add("reorder@send,n=1");
        Session session = server.session("a").orElseThrow();
        session.send("t", "x", 1);
        session.send("t", "y", 1);
        assertEquals(List.of(0x32, 2), wire.packet());
        assertEquals(List.of(0x32, 1), wire.packet());
    }

    @Test
    void sendsLateWhatNothingFollows() throws Exception {
        Wire wire = connect("a");
        wire.subscribe("t", 1);
        server.faults().add("reorder@send,n=1");
        server.session("a").orElseThrow().send("t", "x", 1);
        assertEquals(List.of(0x32, 1), wire.packet());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7})
    void refusesWithACode(int code) throws Exception {
        server.faults().add("refuse=" + code + ",times=1");
        Wire wire = wire();
        assertEquals(List.of(CONNACK, code), wire.connect("a"));
        assertEquals(List.of(), wire.packet());
        connect("a");
    }

    @Test
    void staysConnectedAndSilentWhenHalfOpen() throws Exception {
        Wire wire = connect("a");
        server.faults().add("halfopen");
        wire.ping();
        assertThrows(SocketTimeoutException.class, wire::quickPacket);
        assertEquals(1, server.connections());
        assertEquals(List.of(CONNACK, 0), wire().connect("b"));
    }

    @Test
    void resets() throws Exception {
        Wire wire = connect("a");
        server.faults().add("rst@publish");
        wire.publish(1);
        assertThrows(SocketException.class, wire::packetOrReset);
    }

    @Test
    void readsNoFasterThanItIsTold() throws Exception {
        server.faults().add("throttle=20@publish");
        Wire wire = connect("a");
        long before = System.nanoTime();
        for (int i = 1; i <= 10; i++) {
            wire.publish(i);
        }
        for (int i = 1; i <= 10; i++) {
            assertEquals(List.of(PUBACK, i), wire.packet());
        }
        assertTrue(System.nanoTime() - before >= 450_000_000L);
    }

    @Test
    void closesWhatCameInWithWhatIsNoLongerValid() throws Exception {
        Wire wire = connect("a");
        server.faults().add("expire");
        assertEquals(List.of(), wire.packet());
    }

    @Test
    void comesBackOnTheSamePortWithWhatItKnew() throws Exception {
        Wire wire = wire();
        assertEquals(List.of(CONNACK, 0), wire.connect("a", false));
        wire.subscribe("t", 1);
        server.faults().add("restart=500");
        assertEquals(List.of(), wire.packet());
        eventually(this::refused); // the system lets go of a port a moment later
        eventually(() -> new Socket("127.0.0.1", server.port()).close());
        server.session("a").orElseThrow().send("t", "x", 1);
        Wire again = wire();
        again.connectAgain("a");
        assertEquals(List.of(0x32, 1), again.packet());
    }

    @Test
    void restartsAgainAndAgain() throws Exception {
        server.faults().add("restart=20,every=0.2");
        eventually(() -> assertTrue(server.journal().of("restart").size() >= 3));
    }

    @Test
    void strikesOneClientAndOneTopicAlone() throws Exception {
        server.faults().add("drop@publish,client=a,topic=t/#");
        Wire other = connect("b");
        other.publish(1);
        assertEquals(List.of(PUBACK, 1), other.packet());
        Wire wire = connect("a");
        wire.publish(1);
        assertEquals(List.of(), wire.packet());
    }

    @Test
    void happensAsTheSeedSays() {
        assertEquals(pattern(7), pattern(7));
        assertFalse(pattern(7).equals(pattern(8)));
    }

    @Test
    void closesWhoeverIsSilentForTooLong() throws Exception {
        Wire wire = wire();
        assertEquals(List.of(CONNACK, 0), wire.connect("a", true, 1));
        assertEquals(List.of(), wire.packet());
        assertTrue(server.journal().of("fail").get(0).what().contains("keep-alive"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"melt@publish", "drop@dinner", "delay=x@send", "drop,when=1"})
    void saysWhatThereIs(String text) {
        Exception said = assertThrows(IllegalArgumentException.class, () -> FaultRule.parse(text));
        assertTrue(said.getMessage().matches(".*(here is|not a number).*"), said.getMessage());
    }

    private static List<Boolean> pattern(long seed) {
        Faults faults = new Faults(seed, rule -> {});
        faults.add("lose@puback,p=0.3");
        List<Boolean> fired = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            fired.add(faults.at(FaultRule.Step.PUBACK, "a", "t").isPresent());
        }
        return fired;
    }

    private void refused() {
        assertThrows(IOException.class, () -> new Socket("127.0.0.1", server.port()).close());
    }

    private Wire connect(String id) throws IOException {
        Wire wire = wire();
        assertEquals(List.of(CONNACK, 0), wire.connect(id));
        return wire;
    }

    private Wire wire() throws IOException {
        Wire wire = new Wire(server.port());
        wires.add(wire);
        return wire;
    }

    /** A client on bytes. */
    private static final class Wire implements AutoCloseable {
        private static final int PATIENCE_MILLIS = 5_000;
        private static final int QUICK_MILLIS = 300;

        private final Socket socket;
        private final DataInputStream in;

        Wire(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new DataInputStream(socket.getInputStream());
        }

        List<Integer> connect(String id) throws IOException {
            return connect(id, true);
        }

        List<Integer> connect(String id, boolean clean) throws IOException {
            return connect(id, clean, 60);
        }

        List<Integer> connect(String id, boolean clean, int keepAlive) throws IOException {
            sendConnect(id, clean, keepAlive);
            return packet();
        }

        void connectAgain(String id) throws IOException {
            sendConnect(id, false, 60);
            in.skipNBytes(4); // CONNACK, with a session
        }

        private void sendConnect(String id, boolean clean, int keepAlive) throws IOException {
            ByteBuffer body = ByteBuffer.allocate(100);
            body.putShort((short) 4).put("MQTT".getBytes(UTF_8)).put((byte) 4);
            body.put((byte) (clean ? 2 : 0)).putShort((short) keepAlive);
            body.putShort((short) id.length()).put(id.getBytes(UTF_8));
            send(0x10, body);
        }

        void publish(int id) throws IOException {
            ByteBuffer body = ByteBuffer.allocate(100);
            body.putShort((short) 3).put("t/1".getBytes(UTF_8)).putShort((short) id);
            send(0x32, body);
        }

        void subscribe(String filter, int qos) throws IOException {
            ByteBuffer body = ByteBuffer.allocate(100);
            body.putShort((short) 1).putShort((short) filter.length());
            body.put(filter.getBytes(UTF_8)).put((byte) qos);
            send(0x82, body);
            assertEquals(SUBACK, packet().get(0));
        }

        void ping() throws IOException {
            send(0xc0, ByteBuffer.allocate(0));
        }

        private void send(int head, ByteBuffer body) throws IOException {
            ByteBuffer whole = ByteBuffer.allocate(2 + body.position());
            whole.put((byte) head).put((byte) body.position());
            whole.put(body.flip());
            socket.getOutputStream().write(whole.array());
        }

        /** The head of the next packet, and its packet id or code; empty at the end. */
        List<Integer> packet() throws IOException {
            try {
                return packetOrReset();
            } catch (SocketException e) {
                return List.of();
            }
        }

        List<Integer> quickPacket() throws IOException {
            socket.setSoTimeout(QUICK_MILLIS);
            return packet();
        }

        List<Integer> packetOrReset() throws IOException {
            int head = in.read();
            if (head < 0) {
                return List.of();
            }
            ByteBuffer body = ByteBuffer.wrap(in.readNBytes(in.read()));
            if (head == PINGRESP) {
                return List.of(head);
            }
            if ((head & 0xf0) == 0x30) {
                body.position(2 + body.getShort(0));
            }
            return List.of(head, (int) body.getShort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
