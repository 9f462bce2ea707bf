package ccm.http;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcPeer;
import ccm.testing.Quiet;
import ccm.testing.RawClient;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class JettySocketTest {
    private final FakeEngine engine = new FakeEngine();
    private JettyServer server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        open("connections", 2);
    }

    private void open(Object... settings) throws IOException {
        server = Servers.make(engine, "", settings);
        port = server.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void speaksWebSocket() throws IOException {
        try (RawClient client = socket("Sec-WebSocket-Protocol: json-rpc, other\r\n")) {
            assertTrue(client.answer().contains("Sec-WebSocket-Protocol: json-rpc\r\n"));
            client.text("{\"id\":1,\"method\":\"Later\"}");
            client.frame(2, true, "{\"id\":2,\"method\":\"Nothing\"}".getBytes());
            assertEquals("1 {\"id\":2,\"src\":\"fake\",\"result\":null}", client.next());
            engine.later.complete(IntNode.valueOf(7));
            assertEquals("1 {\"id\":1,\"src\":\"fake\",\"result\":7}", client.next());
            client.frame(1, false, "{\"id\":3,\"meth".getBytes());
            client.frame(9, true, "ping".getBytes());
            client.frame(0, true, "od\":\"Nothing\"}".getBytes());
            assertEquals("10 ping", client.next());
            assertEquals("1 {\"id\":3,\"src\":\"fake\",\"result\":null}", client.next());
            assertEquals(RpcPeer.WS_IN, engine.calls.get(0).peer().channel());
            assertEquals(RpcPeer.Zone.LOCAL, engine.calls.get(0).peer().zone());
            client.frame(8, true, new byte[] {3, (byte) 232});
            assertEquals("8 1000", client.next());
        }
    }

    @Test
    void takesTheToolsHandshakeAndLeavesCompressionAway() throws IOException {
        String tool =
                "Origin: https://api.cesanta.com/\r\n"
                        + "Sec-WebSocket-Protocol: clubby.cesanta.com\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        try (RawClient client = socket(tool)) {
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            assertTrue(answer.contains("Sec-WebSocket-Protocol: clubby.cesanta.com\r\n"), answer);
            assertFalse(answer.contains("Extensions"), answer);
            client.text("{\"id\":1099511627776,\"method\":\"Sum\",\"params\":[2,3]}");
            assertEquals("1 {\"id\":1099511627776,\"src\":\"fake\",\"result\":5}", client.next());
        }
    }

    @Test
    void aPageOfAnotherSiteHasToLogInOverWebSocket() throws IOException {
        try (RawClient client = socket("Origin: http://evil.example\r\n")) {
            assertTrue(client.answer().startsWith("HTTP/1.1 101 "));
            client.text("{\"id\":1,\"method\":\"Sum\",\"params\":[2,3]}");
            assertEquals("1 {\"id\":1,\"src\":\"fake\",\"error\":{\"code\":401}}", client.next());
        }
    }

    @Test
    void endsAWebSocketWhoseMessageIsTooLarge() throws IOException {
        try (RawClient client = socket("")) {
            client.answer();
            byte[] part = new byte[600];
            client.frame(1, false, part).frame(0, true, part);
            assertEquals("8 1009", client.next());
        }
    }

    @Test
    void opensNoMoreWebSocketsThanAllowed() throws IOException {
        try (RawClient first = socket("");
                RawClient second = socket("")) {
            assertTrue(first.answer().startsWith("HTTP/1.1 101 "));
            assertTrue(second.answer().startsWith("HTTP/1.1 101 "));
            eventually(
                    () -> {
                        try (RawClient third = socket("")) {
                            String answer = third.answer();
                            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
                            assertTrue(answer.contains("all 2 WebSockets are in use"), answer);
                        }
                    });
        }
        eventually(
                () -> {
                    try (RawClient again = socket("")) {
                        assertTrue(again.answer().startsWith("HTTP/1.1 101 "));
                    }
                });
    }

    @Test
    void saysThatWebSocketsAreOff() throws IOException {
        close();
        open("enable", false);
        try (RawClient client = socket("")) {
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.contains("WS is disabled"), answer);
        }
    }

    @Test
    void asksASilentClientForASignOfLife() throws IOException {
        close();
        open("ping_s", 1);
        try (RawClient client = socket("")) {
            client.answer();
            assertEquals("9 ", client.next());
            client.frame(10, true, new byte[0]);
            assertEquals("9 ", client.next());
            eventually(() -> assertTrue(client.closed())); // it answers no more
        }
    }

    private RawClient socket(String more) throws IOException {
        return new RawClient(port)
                .send(
                        "GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:"
                                + port
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + more
                                + "\r\n");
    }
}
