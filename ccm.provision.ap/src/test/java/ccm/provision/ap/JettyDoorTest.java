package ccm.provision.ap;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import ccm.testing.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class JettyDoorTest {
    private static final String SETTINGS =
            "{\"config\": {\"wifi\":{\"sta\":{\"enable\":true,\"ssid\":\"Home\",\"pass\":\"%s\"}}}}";

    private final Site site = new Site();

    @BeforeEach
    void open() throws IOException {
        site.open();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /rpc/Sum | [2,3] | 200 | 5",
                "GET | /rpc/Wifi.Status | '' | 200 | a \"b\" ü",
                "GET | /rpc/Echo?a=1&b=x | '' | 200 | {\"a\":1,\"b\":\"x\"}",
                "POST | /rpc/Echo | '' | 200 | null",
                "POST | /rpc/Locked | {} | 403 | {\"code\":403,\"message\":\"locked\"}",
                "POST | /rpc/Sun | {} | 404 | {\"code\":404,\"message\":\"No handler for Sun\"}",
                "POST | /rpc/Not/There | '' | 400 | {\"code\":400,\"message\":\"the path behind /rpc/ is no name of a method\"}",
                "POST | /rpc | {\"id\":1,\"method\":\"Sum\",\"params\":[1,1]} | 200 | {\"id\":1,\"src\":\"ccm_A1B2C3\",\"result\":2}",
                "POST | /rpc | {\"id\":1,\"method\":\"Sun\"} | 200 | {\"id\":1,\"src\":\"ccm_A1B2C3\",\"error\":{\"code\":404,\"message\":\"No handler for Sun\"}}",
                "POST | /rpc | {\"id\":1} | 400 | {\"code\":400,\"message\":\"Invalid request: POST {\\\"method\\\":…,\\\"params\\\":…} or {\\\"config\\\":{…}}\"}",
                "POST | /rpc | [1 | 400 | {\"code\":400,\"message\":\"not JSON at line 1, column 3\"}",
                "POST | /rpc/Echo | 1e99999999999 | 400 | {\"code\":400,\"message\":\"not JSON: a number is too large\"}",
                "PUT | /rpc/Sum | [1,1] | 405 | {\"code\":405,\"message\":\"POST the parameters: curl -d '{…}' URL\"}",
            })
    void answersAsTheOtherHttpChannelDoes(
            String verb, String path, String body, int status, String expected) throws IOException {
        String answer = request(verb, path, "", body);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + expected + "\r\n"), answer);
    }

    @Test
    void triesTheSettingsThatTheDocumentationTypes() throws IOException {
        try (RawClient curl = new RawClient(site.port())) {
            curl.send(post("/rpc", "", String.format(SETTINGS, FakeEngine.RIGHT)));
            eventually(() -> assertEquals(1, site.engine.calls.size()));
            site.engine.end();
            String answer = curl.answer();
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.endsWith("{\"saved\":true}\r\n"), answer);
        }
        var call = site.engine.calls.get(0);
        assertEquals("ap", call.channel());
        assertEquals("127.0.0.1", call.address());
        assertEquals("Config.Set", call.method());
        assertTrue(call.params().path("save").booleanValue());
        assertTrue(call.params().path("reboot").booleanValue());
    }

    @Test
    void saysWhatAWrongPasswordDidWithoutRepeatingIt() throws IOException {
        try (RawClient curl = new RawClient(site.port())) {
            curl.send(post("/rpc/Config.Set", "", String.format(SETTINGS, "hush-hush")));
            eventually(() -> assertEquals(1, site.engine.calls.size()));
            String second = request("POST", "/rpc", "", String.format(SETTINGS, "other"));
            assertTrue(second.startsWith("HTTP/1.1 429 "), second);
            assertTrue(second.contains("Retry-After: 30\r\n"), second);
            assertTrue(second.contains("you are trying a network already"), second);
            site.engine.end();
            String answer = curl.answer();
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("The password of Home is wrong"), answer);
            assertFalse(answer.contains("hush"), answer);
        }
        String bad = request("POST", "/rpc", "", "{\"pass\":\"hush-hush\", nonsense}");
        assertTrue(bad.startsWith("HTTP/1.1 400 "), bad);
        assertFalse(bad.contains("hush"), bad);
    }

    @Test
    void answersANotificationWithNothing() throws IOException {
        String answer = request("POST", "/rpc", "", "{\"method\":\"Sum\",\"params\":[1,1]}");
        assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
        assertEquals("Sum", site.engine.calls.get(0).method());
    }

    @Test
    void saysWhenTheEngineIsAwayOrBroken() throws IOException {
        Quiet.expectErrors();
        assertTrue(request("POST", "/rpc/Broken", "", "{}").startsWith("HTTP/1.1 500 "));
        site.away = true;
        String answer = request("POST", "/rpc/Sum", "", "[1,1]");
        assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        assertTrue(answer.contains("Retry-After: 1"), answer);
    }

    @Test
    void anAccidentOfTheEngineKeepsNobodyOut() throws IOException {
        Quiet.expectErrors();
        site.engine.thrown = true;
        for (int i = 0; i < 2; i++) {
            String answer = request("POST", "/rpc/Config.Set", "", String.format(SETTINGS, "a"));
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertTrue(answer.contains("the call failed. See the log"), answer);
        }
    }

    @Test
    void refusesABodyOverTheLimit() throws IOException {
        String answer = request("POST", "/rpc/Echo", "", "\"" + "x".repeat(4096) + "\"");
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        try (RawClient client = new RawClient(site.port())) {
            client.send(head("POST", "/rpc/Echo", "") + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                client.send("600\r\n" + " ".repeat(0x600) + "\r\n");
            }
            assertTrue(client.answer().startsWith("HTTP/1.1 413 "));
            assertTrue(client.closed());
        }
        assertEquals(0, site.engine.calls.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example\r\n",
                "Origin: null\r\n",
                "Origin: ::\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n",
                "Host: evil.example\r\n",
                "Host: 127.0.0.1.evil.example\r\n",
                "Host: localhost\r\n",
                "User-Agent: Mozilla/5.0\r\n"
            })
    void refusesToChangeAnythingForOtherSites(String field) throws IOException {
        for (String path : List.of("/rpc", "/rpc/Config.Set")) {
            String answer = request("POST", path, field, String.format(SETTINGS, "any"));
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertFalse(answer.contains("Access-Control"), answer);
        }
        String image = request("GET", "/rpc/Config.Set?config=%7B%7D", field, "");
        assertTrue(image.startsWith("HTTP/1.1 403 "), image);
        assertEquals(0, site.engine.calls.size());
    }

    @Test
    void letsItsOwnPageAndAPersonLookingCall() throws IOException {
        String own = "Origin: http://127.0.0.1:" + site.port() + "\r\n";
        assertTrue(request("POST", "/rpc/Sum", own, "[1,1]").endsWith("\r\n2\r\n"));
        String typed = request("GET", "/rpc/Wifi.Status", "User-Agent: Mozilla/5.0\r\n", "");
        assertTrue(typed.startsWith("HTTP/1.1 200 "), typed);
        String named = request("POST", "/rpc/Sum", "Host: Gateway.lan\r\n", "[1,1]");
        assertTrue(named.endsWith("\r\n2\r\n"), named);
        String json = "User-Agent: Mozilla/5.0\r\nContent-Type: application/json\r\n";
        assertTrue(request("POST", "/rpc/Sum", json, "[1,1]").endsWith("\r\n2\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: connectivitycheck.gstatic.com|/generate_204",
                "Host: clients3.google.com|/gen_204",
                "Host: captive.apple.com|/hotspot-detect.html",
                "Host: www.msftconnecttest.com|/connecttest.txt",
                "Host: www.msftncsi.com|/ncsi.txt",
                "Host: detectportal.firefox.com|/success.txt",
                "Host: anything.example|/some/page?x=1",
                "Host: 127.0.0.1|/generate_204"
            })
    void leadsAPhoneThatLooksToThePage(String request) throws IOException {
        String[] parts = request.split("\\|");
        String answer = request("GET", parts[1], parts[0] + "\r\n", "");
        assertTrue(answer.startsWith("HTTP/1.1 302 "), answer);
        assertTrue(answer.contains("\r\nLocation: " + site.url() + "\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /rpc/..%2f..%2fetc/passwd HTTP/1.1",
                "GET /rpc/%00 HTTP/1.1",
                "GET /rpc/%c0%ae%c0%ae HTTP/1.1",
                "GET /etc/passwd HTTP/1.1",
                "GET \\rpc HTTP/1.1",
                "GARBAGE",
                "GET /rpc/Sum HTTP/9.9"
            })
    void refusesTricksInThePath(String line) throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            client.send(line + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            String answer = client.answer();
            assertTrue(answer.matches("(?s)HTTP/1.1 (400|404|505) .*"), answer);
        }
        assertEquals(0, site.engine.calls.size());
    }

    @Test
    void slowsDownOneAddressAndNoOther() throws IOException {
        List<String> answers = new ArrayList<>();
        try (RawClient client = new RawClient(site.port())) {
            for (int i = 0; i < 60; i++) {
                client.send(post("/rpc/Sum", "", "[1,1]"));
                answers.add(client.answer());
            }
        }
        List<String> refused = answers.stream().filter(a -> a.startsWith("HTTP/1.1 429 ")).toList();
        assertTrue(refused.size() >= 15 && refused.size() <= 30, "refused " + refused.size());
        assertTrue(refused.get(0).contains("Retry-After: 1\r\n"), refused.get(0));
        try (RawClient client = new RawClient(site.port(), "127.0.0.9")) {
            client.send(post("/rpc/Sum", "", "[1,1]"));
            assertTrue(client.answer().endsWith("\r\n2\r\n"));
        }
    }

    @Test
    void servesNobodyFromOutsideTheNetwork() throws IOException {
        try (RawClient client = new RawClient(site.port(), "127.7.7.7")) {
            client.send(post("/rpc/Sum", "", "[1,1]"));
            assertTrue(client.answer().startsWith("HTTP/1.1 403 "));
        }
        assertEquals(0, site.engine.calls.size());
    }

    @Test
    void oneAddressCannotTakeAllConnections() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                clients.add(new RawClient(site.port()));
            }
            for (RawClient late : clients.subList(8, 30)) {
                assertTrue(late.closed());
            }
            eventually(() -> assertTrue(fromElsewhere().endsWith("\r\n2\r\n")));
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void endsAConnectionThatDribbles() throws IOException {
        long begin = System.nanoTime();
        try (RawClient header = new RawClient(site.port());
                RawClient body = new RawClient(site.port())) {
            header.send("POST /rpc/Sum HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ");
            body.send(head("POST", "/rpc/Sum", "") + "Content-Length: 900\r\n\r\n[");
            while (dribbles(header) | dribbles(body)) {
                LockSupport.parkNanos(500_000_000L);
                assertTrue(System.nanoTime() - begin < 20e9, "still open");
            }
        }
        assertTrue(System.nanoTime() - begin > 3e9, "closed early");
    }

    @Test
    void answersWhoIsInTheMiddleOfACallWhenItCloses() throws Exception {
        try (RawClient curl = new RawClient(site.port())) {
            curl.send(post("/rpc", "", String.format(SETTINGS, FakeEngine.RIGHT)));
            eventually(() -> assertEquals(1, site.engine.calls.size()));
            Thread closing = new Thread(site::close, "test-closing");
            closing.start();
            site.engine.end();
            assertTrue(curl.answer().endsWith("{\"saved\":true}\r\n"));
            closing.join();
        }
    }

    private String fromElsewhere() throws IOException {
        try (RawClient other = new RawClient(site.port(), "127.0.0.9")) {
            return other.send(post("/rpc/Sum", "", "[1,1]")).answer();
        }
    }

    private static boolean dribbles(RawClient client) {
        try {
            client.send(" ");
            return true;
        } catch (IOException e) {
            return false; // closed by the other side
        }
    }

    private String request(String verb, String path, String more, String body) throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            String length =
                    body.isEmpty()
                            ? ""
                            : "Content-Length: " + body.getBytes("UTF-8").length + "\r\n";
            return client.send(head(verb, path, more) + length + "\r\n" + body).answer();
        }
    }

    private String post(String path, String more, String body) {
        return head("POST", path, more) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String head(String verb, String path, String more) {
        String host = more.startsWith("Host: ") ? "" : "Host: 127.0.0.1:" + site.port() + "\r\n";
        return verb + " " + path + " HTTP/1.1\r\n" + host + more;
    }
}
