package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** HTTP of the product {@code full} as people and tools use it: with curl, whoever they are. */
public class HttpPeersIT {
    private static final Pattern LISTENS = Pattern.compile("listens at (http://[0-9.:]+)/rpc");
    private static final String USER = "joe:secret";
    private static final String GUEST = "Host: gateway.example";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Path data;
    private Path port;
    private HttpSite site;

    @Before
    public void place() throws IOException {
        data = folder.newFolder("d").toPath();
        port = data.resolveSibling("host");
    }

    @After
    public void stop() throws IOException {
        if (site != null) {
            site.close();
        }
    }

    @Test
    public void aFunctionOfTheHostIsCalledLikeEveryOther() throws Exception {
        String url = start("host.rpc.uart.port=" + port);
        try (RawHost host = new RawHost(port)) {
            host.awaitGateway();
            answer(host, "RPC.List", "[\"Sum\",\"RPC.List\"]");
            Thread sum = new Thread(() -> answer(host, "Sum", "5"), "ccm-itest-sum");
            sum.setDaemon(true);
            sum.start();
            eventually(() -> assertEquals("5\r\n", Curl.of("-d", "[2,3]", url + "/rpc/Sum")));
        }
    }

    @Test
    public void printsWhatTheGuidePromises() throws Exception {
        String url = start();
        assertEquals("{\"channel_info\":\"HTTP 127.0.0.1\"}\r\n", Curl.of(url + "/rpc/RPC.Ping"));
        assertTrue(
                Curl.of("-d", "{\"id\":7,\"method\":\"RPC.Ping\"}", url + "/rpc")
                        .matches("\\{\"id\":7,\"src\":\"ccm_\\w+\",\"result\":\\{.*\\}\\}\r\n"));
        assertEquals("2\r\n", Curl.of(url + "/rpc/Config.Get?key=debug.level"));
        assertEquals("204", Curl.status("-d", "{\"method\":\"RPC.Ping\"}", url + "/rpc"));
        String unknown = Curl.status(url + "/rpc/Sys.GetInf");
        assertTrue(unknown, unknown.startsWith("{\"code\":404,\"message\":\"No handler for Sys."));
        assertTrue(unknown, unknown.contains("Did you mean Sys.GetInfo"));
        assertTrue(unknown, unknown.endsWith("\r\n404"));
        String bad = Curl.status("-d", "{\"method\":", url + "/rpc");
        assertTrue(bad, bad.contains(" at byte ") && bad.endsWith("400"));
        String large = Curl.status("-d", "x".repeat(70_000), url + "/rpc");
        assertTrue(large, large.contains("rpc.max_frame_size") && large.endsWith("413"));
    }

    @Test
    public void settingsPostedWithoutAMethodAreSavedAndTheGatewayStartsAnew() throws Exception {
        String url = start();
        String saved = Curl.of("-d", "{\"config\":{\"device\":{\"sn\":\"4711\"}}}", url + "/rpc");
        assertEquals("{\"saved\":true}\r\n", saved);
        eventually(() -> assertEquals("4711", at(site.url() + "/rpc/Config.Get?key=device.sn")));
    }

    @Test
    public void aChangeOfItsOwnSettingsIsAnsweredAndCountsAtOnce() throws Exception {
        String url = start();
        String set = "{\"config\":{\"http\":{\"extra_headers\":\"X-Mine: yes\"}}}";
        String answer = Curl.status("-d", set, url + "/rpc/Config.Set");
        assertTrue(answer, answer.endsWith("200"));
        eventually(
                () -> {
                    Matcher listens = LISTENS.matcher(site.gateway().output());
                    assertTrue(listens.find() && listens.find()); // the second time: a free port
                    String again = Curl.of("-i", listens.group(1) + "/rpc/RPC.Ping");
                    assertTrue(again, again.contains("X-Mine: yes"));
                });
    }

    @Test
    public void whoComesFromTheNetworkLogsIn() throws Exception {
        String url = start("rpc.auth_algo=0");
        String nobody = Curl.status("-H", GUEST, url + "/rpc/RPC.Ping");
        assertTrue(nobody, nobody.contains("user add NAME") && nobody.endsWith("403"));
        site.define("joe", "secret");
        assertTrue(Curl.status("-H", GUEST, url + "/rpc/RPC.Ping").endsWith("401"));
        assertEquals(
                "{\"channel_info\":\"HTTP 127.0.0.1\"}\r\n",
                Curl.of("-H", GUEST, "--digest", "-u", USER, url + "/rpc/RPC.Ping"));
        assertTrue(
                Curl.status("-H", GUEST, "--digest", "-u", "joe:wrong", url + "/rpc/RPC.Ping")
                        .endsWith("401"));
        String frame = "{\"id\":1,\"method\":\"RPC.Ping\"}";
        String answer = Curl.of("-H", GUEST, "--digest", "-u", USER, "-d", frame, url + "/rpc");
        assertTrue(answer, answer.startsWith("{\"id\":1,") && answer.contains("result"));
    }

    @Test
    public void whoComesFromTheNetworkLogsInWithSha256() throws Exception {
        String url = start("rpc.auth_algo=1");
        site.define("joe", "secret");
        assertTrue(Curl.of("-i", "-H", GUEST, url + "/rpc/RPC.Ping").contains("algorithm=SHA-256"));
        assertEquals(
                "{\"channel_info\":\"HTTP 127.0.0.1\"}\r\n",
                Curl.of("-H", GUEST, "--digest", "-u", USER, url + "/rpc/RPC.Ping"));
    }

    @Test
    public void listensOnTheNetworkOnlyWhenSomebodyCanLogIn() throws Exception {
        site = new HttpSite(data, "http.listen_addr=0.0.0.0:0");
        GatewayProcess gateway = site.gateway().startReady();
        eventually(() -> assertTrue(gateway.output().contains("ccm user add NAME")));
        assertFalse(gateway.output(), gateway.output().contains("http: listens at"));
        site.define("joe", "secret");
        eventually(() -> assertTrue(gateway.output().contains("http: listens at http://0.0.0.0")));
    }

    @Test
    public void otherSitesPagesCallNothing() throws Exception {
        String url = start();
        String foreign = "Origin: https://evil.example";
        assertTrue(Curl.status("-H", foreign, "-d", "{}", url + "/rpc/RPC.Ping").endsWith("403"));
        assertTrue(
                Curl.status("-H", "Sec-Fetch-Site: cross-site", url + "/rpc/RPC.Ping")
                        .endsWith("403"));
        String preflight = Curl.of("-i", "-X", "OPTIONS", "-H", foreign, url + "/rpc/RPC.Ping");
        assertTrue(preflight, preflight.startsWith("HTTP/1.1 200 "));
        assertFalse(preflight, preflight.contains("Access-Control"));
    }

    private String start(String... more) throws IOException {
        site = new HttpSite(data, more);
        return site.start().url();
    }

    private static String at(String url) throws IOException, InterruptedException {
        return Curl.of(url).strip();
    }

    /** Answers the next call of a method as the host would. */
    private static void answer(RawHost host, String method, String result) {
        try {
            String call = host.awaitLine(line -> line.contains("\"method\":\"" + method + "\""));
            String id = call.replaceAll(".*\"id\":(\\d+).*", "$1");
            host.send("{\"id\":" + id + ",\"result\":" + result + "}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
