package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Device;
import ccm.cli.Typed;
import ccm.testing.Quiet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class HttpTest {
    private static final String CHALLENGE =
            "Digest qop=\"auth\", realm=\"RPC\", nonce=\"6553f100\", algorithm=%s";

    private final Typed ccm = new Typed();
    private final Device device = new Device();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String challenge = "";
    private int status = 200;
    private String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/rpc", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String login = exchange.getRequestHeaders().getFirst("Authorization");
        boolean refused = !challenge.isEmpty() && login == null;
        if (login != null) {
            logins.add(login);
        }
        if (refused) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
        }
        String text = !body.isEmpty() ? body : refused ? "" : device.answer(request) + "\r\n";
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(refused ? 401 : status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void aFrameIsPostedAndTheResponseAnswersIt() {
        assertEquals(0, sum(), ccm.err());
        assertEquals("5\n", ccm.out());
        assertEquals(List.of("{\"id\":1,\"method\":\"Sum\",\"params\":[2,3]}"), device.frames);
    }

    @Test
    void aChallengeOfHttpIsAnsweredInAHeader() {
        challenge = CHALLENGE.formatted("SHA-256");
        assertEquals(0, sum("--rpc-creds=jo\"e:secret"), ccm.err());
        assertTrue(
                logins.get(0)
                        .startsWith(
                                "Digest username=\"jo\\\"e\", realm=\"RPC\", nonce=\"6553f100\","
                                        + " uri=\"/rpc\", algorithm=SHA-256, qop=auth,"
                                        + " nc=00000001, cnonce=\""),
                logins.get(0));
        assertEquals(1, sum());
        assertTrue(ccm.err().contains("Type --rpc-creds USER:PASSWORD"), ccm.err());
    }

    @Test
    void aStatusWithoutAFrameIsToldWithItsText() {
        status = 413;
        body = "too large";
        assertEquals(1, sum());
        assertTrue(ccm.err().endsWith("/rpc: HTTP status 413 too large\n"), ccm.err());
    }

    @Test
    void anErrorFrameCountsWhateverTheStatusIs() {
        status = 500;
        body = "{\"id\":1,\"error\":{\"code\":404,\"message\":\"No handler for Sum\"}}";
        assertEquals(1, sum());
        assertEquals(
                "Sum: error 404: No handler for Sum. What there is: ccm call RPC.List\n",
                ccm.err());
    }

    @Test
    void nobodyThereIsToldInPlainWords() {
        server.stop(0);
        assertEquals(1, sum());
        assertTrue(ccm.err().contains("no gateway answers there. Does one run"), ccm.err());
        assertEquals(1, ccm.run("call", "X", "--port=http://no.such.host.invalid/rpc"));
        assertTrue(ccm.err().contains("no.such.host.invalid/rpc: "), ccm.err());
    }

    private int sum(String... options) {
        String[] words = Arrays.copyOf(options, options.length + 4);
        words[options.length] = "call";
        words[options.length + 1] = "Sum";
        words[options.length + 2] = "[2,3]";
        words[options.length + 3] = "--port=http://127.0.0.1:" + server.getAddress().getPort();
        return ccm.run(words);
    }
}
