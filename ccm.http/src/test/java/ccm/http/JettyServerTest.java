package ccm.http;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import ccm.testing.RawClient;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class JettyServerTest {
    private static final String LOGIN =
            "Authorization: Digest username=\"joe\", realm=\"RPC\", nonce=\"%s\", uri=\"/rpc/Who\","
                    + " response=\"%s\", qop=auth, nc=00000001, cnonce=\"1\"\r\n";

    private final FakeEngine engine = new FakeEngine();
    private JettyServer server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        open("");
    }

    private void open(String origins) throws IOException {
        server = Servers.make(engine, origins);
        port = server.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void refusesANumberThatNobodyCanHold() throws IOException {
        String answer = post("/rpc/Sum", "[2,2e22222222222222222222222]");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("a number is too large"), answer);
    }

    @Test
    void answersAFrameWithAFrameAndALineEnd() throws IOException {
        String answer = post("/rpc", "{\"id\":1,\"method\":\"Sum\",\"params\":[2,3]}");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n{\"id\":1,\"src\":\"fake\",\"result\":5}\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Type: application/json\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Length: 34\r\n"), answer);
        assertTrue(answer.contains("\r\nX-Extra: yes\r\n"), answer);
        assertFalse(answer.contains("Access-Control"), answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /rpc/Sum | [2,3] | 200 | 5",
                "PUT | /rpc/Sum | [2,3] | 200 | 5",
                "GET | /rpc/Text | '' | 200 | a \"b\" ü",
                "GET | /rpc/Nothing | '' | 200 | null",
                "GET | /rpc/Echo | '' | 200 | missing",
                "GET | /rpc/Echo?a=1&b=x | '' | 200 | {\"a\":1,\"b\":\"x\"}",
                "POST | /rpc/Busy | '' | 500 | {\"code\":1234,\"message\":\"the host says no\"}",
                "POST | /rpc/Sun | '' | 404 | {\"code\":404,\"message\":\"No handler for Sun. Did you mean Sum?\"}",
                "POST | /rpc/Not/There | '' | 400 | {\"code\":400,\"message\":\"the path behind /rpc/ is no name of a method\"}",
                "GET | /other | '' | 404 | {\"code\":404,\"message\":\"nothing is here. CCM answers at /rpc\"}",
                "POST | /rpcx | '' | 404 | {\"code\":404,\"message\":\"nothing is here. CCM answers at /rpc\"}",
                "POST | /rpc/ | {\"id\":1,\"method\":\"Nothing\"} | 200 | {\"id\":1,\"src\":\"fake\",\"result\":null}",
                "POST | /rpc | {\"id\":1} | 400 | {\"error\":{\"code\":400}}",
            })
    void answersEveryVerb(String verb, String path, String body, int status, String expected)
            throws IOException {
        String answer = request(verb, path, "", body);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + expected + "\r\n"), answer);
    }

    @Test
    void saysWhereABodyIsNotJson() throws IOException {
        String answer = post("/rpc/Echo", "{\"a\":\n  nonsense}");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("not JSON at line 2, column "), answer);
    }

    @Test
    void answersANotificationWithNothing() throws IOException {
        String answer = post("/rpc", "{\"method\":\"Sum\",\"params\":[1,1]}");
        assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
        assertEquals("Sum", engine.calls.get(0).method());
    }

    @Test
    void takesSettingsWithoutAMethodAndSavesThem() throws IOException {
        String answer = post("/rpc", "{\"config\": {\"wifi\":{\"sta\":{\"enable\":true}}}}");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertEquals("Config.Set", engine.calls.get(0).method());
        assertEquals(
                "{\"config\":{\"wifi\":{\"sta\":{\"enable\":true}}}}",
                engine.calls.get(0).params().toString());
        assertEquals("Config.Save", engine.calls.get(1).method());
        assertEquals("{\"reboot\":true}", engine.calls.get(1).params().toString());
    }

    @Test
    void keepsAConnectionOpen() throws IOException {
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < 3; i++) {
                client.send(head("POST", "/rpc/Sum", "") + "Content-Length: 5\r\n\r\n[1,1]");
                assertTrue(client.answer().endsWith("\r\n2\r\n"));
            }
            client.send(
                    "POST /rpc/Sum HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n"
                            + "Content-Length: 5\r\n\r\n[1,2]");
            assertTrue(client.answer().toLowerCase().contains("connection: keep-alive"));
            client.send(
                    "POST /rpc/Sum HTTP/1.0\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n[1,3]");
            assertTrue(client.answer().endsWith("\r\n4\r\n"));
            assertTrue(client.closed());
        }
    }

    @Test
    void refusesABodyOverTheLimit() throws IOException {
        String big = "\"" + "x".repeat(FakeEngine.MAX_FRAME) + "\"";
        String answer = post("/rpc/Echo", big);
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("more than 1000 bytes (rpc.max_frame_size)"), answer);
        try (RawClient client = new RawClient(port)) {
            client.send(head("POST", "/rpc/Echo", "") + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                client.send("190\r\n" + " ".repeat(400) + "\r\n");
            }
            assertTrue(client.answer().startsWith("HTTP/1.1 413 "));
            assertTrue(client.closed());
        }
        assertEquals(0, engine.calls.size());
    }

    @Test
    void answersWhenTheResultIsThere() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(head("GET", "/rpc/Later", "") + "\r\n");
            eventually(() -> assertEquals(1, engine.calls.size()));
            engine.later.complete(IntNode.valueOf(7));
            assertTrue(client.answer().endsWith("\r\n7\r\n"));
        }
    }

    @Test
    void waitsForAnEngineThatIsBeingReplaced() throws IOException {
        engine.away = true;
        try (RawClient client = new RawClient(port)) {
            client.send(head("POST", "/rpc/Sum", "") + "Content-Length: 5\r\n\r\n[1,1]");
            engine.away = false;
            assertTrue(client.answer().endsWith("\r\n2\r\n"));
            engine.away = true;
            client.send(head("POST", "/rpc/Sum", "") + "Content-Length: 5\r\n\r\n[1,1]");
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.contains("Retry-After: 1"), answer);
        }
    }

    @Test
    void saysThatItIsOff() throws IOException {
        engine.offered = false;
        assertTrue(post("/rpc/Sum", "[1,1]").startsWith("HTTP/1.1 503 "));
    }

    @Test
    void asksWhoComesFromTheNetworkForALogin() throws IOException {
        String asked = request("GET", "/rpc/Who", "Host: gateway\r\n", "");
        assertTrue(asked.startsWith("HTTP/1.1 401 "), asked);
        assertTrue(
                asked.contains(
                        "WWW-Authenticate: Digest qop=\"auth\", realm=\"RPC\", nonce=\"65536000\","
                                + " algorithm=MD5\r\n"),
                asked);
        String in = request("GET", "/rpc/Who", "Host: gateway\r\n" + login("1", "right"), "");
        assertTrue(in.endsWith("\r\njoe\r\n"), in);
        String wrong = request("GET", "/rpc/Who", "Host: gateway\r\n" + login("1", "no"), "");
        assertTrue(wrong.startsWith("HTTP/1.1 401 "), wrong);
        String old = request("GET", "/rpc/Who", "Host: gateway\r\n" + login("old", "right"), "");
        assertTrue(old.contains(", stale=true"), old);
        String frame =
                request("POST", "/rpc", "Host: gateway\r\n", "{\"id\":1,\"method\":\"Sum\"}");
        assertTrue(frame.startsWith("HTTP/1.1 401 "), frame);
        assertTrue(frame.contains("WWW-Authenticate: Digest"), frame);
        String heldBack = request("POST", "/rpc", "Host: gateway\r\n", "");
        assertTrue(heldBack.startsWith("HTTP/1.1 401 "), heldBack);
    }

    @Test
    void asksForALoginWhenCurlSendsNothingToBeAsked() throws IOException {
        String asked = request("POST", "/rpc", "Host: gateway\r\n", "");
        assertTrue(asked.startsWith("HTTP/1.1 401 "), asked);
        assertTrue(asked.contains("WWW-Authenticate: Digest"), asked);
        engine.users = false;
        String bad = request("POST", "/rpc", "", "");
        assertTrue(bad.startsWith("HTTP/1.1 400 "), bad);
    }

    @Test
    void refusesPagesOfOtherSites() throws IOException {
        String answer = request("POST", "/rpc/Sum", "Origin: http://evil.example\r\n", "[1,1]");
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertFalse(answer.contains("Access-Control"), answer);
        assertEquals(0, engine.calls.size());
    }

    @Test
    void letsAllowedPagesAsk() throws IOException {
        close();
        open("https://app.example");
        String answer = request("OPTIONS", "/rpc/Sum", "Origin: https://app.example\r\n", "");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("Access-Control-Allow-Origin: https://app.example\r\n"), answer);
        String call = request("POST", "/rpc/Sum", "Origin: https://app.example\r\n", "[1,1]");
        assertTrue(call.startsWith("HTTP/1.1 401 "), call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /rpc/..%2f..%2fetc/passwd HTTP/1.1",
                "GET /rpc/../../etc/passwd HTTP/1.1",
                "GET /rpc/%00 HTTP/1.1",
                "GET /rpc/;x=1/../Sum HTTP/1.1",
                "GET /rpc/%c0%ae%c0%ae HTTP/1.1",
                "GET \\rpc HTTP/1.1",
                "GARBAGE",
                "GET /rpc/Sum HTTP/9.9"
            })
    void refusesTricksInThePath(String line) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            String answer = client.answer();
            assertTrue(answer.matches("(?s)HTTP/1.1 (400|404|505) .*"), answer);
            assertTrue(answer.contains("\r\n\r\n{\"code\":"), answer);
        }
        assertEquals(0, engine.calls.size());
    }

    @Test
    void endsAConnectionThatDribbles() throws IOException {
        long begin = System.nanoTime();
        try (RawClient header = new RawClient(port);
                RawClient body = new RawClient(port)) {
            header.send("POST /rpc/Sum HTTP/1.1\r\nHost: localhost\r\nX: ");
            body.send(head("POST", "/rpc/Sum", "") + "Content-Length: 900\r\n\r\n[");
            while (dribbles(header) | dribbles(body)) {
                java.util.concurrent.locks.LockSupport.parkNanos(500_000_000L);
                assertTrue(System.nanoTime() - begin < 25e9, "still open");
            }
        }
        assertTrue(System.nanoTime() - begin > 10e9, "closed early");
    }

    private static boolean dribbles(RawClient client) {
        try {
            client.send(" ");
            return true;
        } catch (IOException e) {
            return false; // closed by the other side
        }
    }

    private String post(String path, String body) throws IOException {
        return request("POST", path, "", body);
    }

    private String request(String verb, String path, String more, String body) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(head(verb, path, more));
            if (!body.isEmpty()) {
                client.send("Content-Length: " + body.getBytes("UTF-8").length + "\r\n");
            }
            return client.send("\r\n" + body).answer();
        }
    }

    private String head(String verb, String path, String more) {
        String host = more.startsWith("Host: ") ? "" : "Host: 127.0.0.1:" + port + "\r\n";
        return verb + " " + path + " HTTP/1.1\r\n" + host + more;
    }

    private static String login(String nonce, String response) {
        return String.format(LOGIN, nonce, response);
    }
}
