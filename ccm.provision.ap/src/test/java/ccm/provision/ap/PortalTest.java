package ccm.provision.ap;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.provision.ProvisionStatus.Phase;
import ccm.testing.Quiet;
import ccm.testing.RawClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page as a browser without scripts uses it. */
@ExtendWith(Quiet.class)
class PortalTest {
    private static final int LARGEST = 50_000;
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"(\\w+)\"");

    private final Site site = new Site();

    @BeforeEach
    void open() throws IOException {
        site.open();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void showsTheNetworksAroundAndNothingOfWhatTheyMeantToInject() throws IOException {
        String page = get("/");
        assertTrue(page.startsWith("HTTP/1.1 200 "), page);
        assertTrue(page.contains("Content-Type: text/html; charset=utf-8\r\n"), page);
        assertTrue(page.contains("Content-Security-Policy: default-src 'none'; "), page);
        assertFalse(page.contains("unsafe-inline"), page);
        assertTrue(page.contains("<bdi>Home</bdi>"), page);
        assertTrue(page.contains("Café Übermut 咖啡"), page);
        assertTrue(
                page.contains("Office &lt;b&gt;&quot;1&quot;&lt;/b&gt; &amp; &#39;co&#39;"), page);
        assertTrue(page.contains("café\uFFFD"), page);
        assertFalse(page.contains("<script>x()"), page);
        assertFalse(page.contains("\u202E"), page);
        assertTrue(page.contains("company login"), page);
        assertTrue(page.length() < LARGEST, "has " + page.length());
    }

    @Test
    void aPersonTypesAWrongPasswordAndThenTheRightOne() throws IOException {
        String form = get("/");
        assertSeeOther("/progress", join(form, "Home", "wrong-password"));
        String trying = get("/progress");
        assertTrue(trying.contains("<h1 tabindex=\"-1\">Trying <bdi>Home</bdi></h1>"), trying);
        assertTrue(trying.contains("Joining Home…"), trying);
        assertTrue(trying.contains("http-equiv=\"refresh\""), trying);
        assertSeeOther("/progress", get("/"));
        site.engine.end();
        String failed = get("/progress");
        assertTrue(failed.contains("</b> The password of Home is wrong"), failed);
        assertTrue(failed.contains(value("Home") + "\" checked"), failed);
        assertFalse(failed.contains("wrong-password"), failed);
        assertSeeOther("/progress", join(failed, "Home", FakeEngine.RIGHT));
        site.engine.end();
        String done = get("/progress");
        assertTrue(done.contains("<h1 tabindex=\"-1\">Connected</h1>"), done);
        assertTrue(done.contains("192.168.7.23"), done);
        assertFalse(done.contains("http-equiv=\"refresh\""), done);
    }

    @Test
    void keepsTheTypedNameOfAHiddenNetwork() throws IOException {
        String form = get("/");
        String fields = "&network=other&other=" + encoded("my <\"net\">") + "&pass=x";
        assertSeeOther("/progress", post(fields, form));
        assertEquals("my <\"net\">", ssid());
        site.engine.end();
        String failed = get("/progress");
        assertTrue(failed.contains("value=\"my &lt;&quot;net&quot;&gt;\""), failed);
        assertTrue(failed.contains("id=\"rest\" checked"), failed);
    }

    @Test
    void passesOnANameThatIsNoText() throws IOException {
        Choice choice = new Choice("caf\u00e9\u0001", false);
        assertTrue(get("/").contains(choice.value()));
        assertSeeOther(
                "/progress", post("&network=" + choice.value() + "&pass=12345678", get("/")));
        assertEquals("caf\u00e9\u0001", ssid());
        assertFalse(site.engine.tries().get(0).params().path("utf8").asBoolean(true));
    }

    @Test
    void refusesAFormThatIsNotOurs() throws IOException {
        String form = get("/");
        String old =
                form.replaceAll("name=\"token\" value=\"\\w+\"", "name=\"token\" value=\"00\"");
        assertTrue(join(old, "Home", "any").contains("This page was an old one"));
        assertTrue(post("&pass=x", form).contains("Choose a network first"));
        assertTrue(post("&network=tzz&pass=x", form).contains("Choose a network first"));
        assertTrue(
                post("&network=" + value("Home") + "&pass=%zz", form).startsWith("HTTP/1.1 400 "));
        String foreign = send("Origin: http://evil.example\r\n", "token=" + token(form));
        assertTrue(foreign.startsWith("HTTP/1.1 403 "), foreign);
        assertTrue(foreign.contains("not from another site"), foreign);
        assertEquals(0, site.engine.tries().size());
    }

    @Test
    void slowsDownWhoGuesses() throws IOException {
        String form = get("/");
        for (int i = 0; i < 10; i++) {
            join(form, "Home", "guess-" + i);
            site.engine.end();
        }
        join(form, "Home", "guess");
        String page = get("/progress");
        assertTrue(page.contains("more than 10 tries a minute"), page);
        assertEquals(10, site.engine.tries().size());
    }

    @Test
    void showsWhatSomebodyElseTries() throws IOException {
        assertSeeOther("/", get("/progress"));
        site.engine.call(
                "ble",
                "",
                "Config.Set",
                com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        assertSeeOther("/progress", get("/"));
        assertTrue(get("/progress").contains("Trying "));
    }

    @Test
    void looksAgainWhenAsked() throws IOException {
        get("/");
        get("/");
        assertEquals(1, site.wifi.steps.size());
        CompletableFuture<java.util.List<ccm.api.wifi.WifiNetwork>> scan =
                new CompletableFuture<>();
        Site fresh = new Site();
        fresh.wifi.looking = Optional.of(scan);
        try (fresh;
                RawClient client = new RawClient(fresh.open().port())) {
            client.send(head("GET", "/", fresh.port(), "") + "\r\n");
            String first = client.answer();
            assertTrue(first.contains("Looking for networks…"), first);
            client.send(head("GET", "/?scan=1", fresh.port(), "") + "\r\n");
            eventually(() -> assertEquals(1, fresh.wifi.steps.size()));
            scan.complete(Site.NETWORKS);
            assertTrue(client.answer().contains("<bdi>Home</bdi>"));
        }
    }

    @Test
    void saysThatNothingWasSeenAndWhatToDo() throws IOException {
        Site fresh = new Site();
        fresh.wifi.looking = Optional.of(CompletableFuture.completedFuture(java.util.List.of()));
        try (fresh;
                RawClient client = new RawClient(fresh.open().port())) {
            String page = client.send(head("GET", "/", fresh.port(), "") + "\r\n").answer();
            assertTrue(page.contains("No network was seen. Look again, or type"), page);
        }
        assertFalse(get("/").contains("No network was seen"));
    }

    @Test
    void waitsAtItsEndUntilTheGoodNewsWasSeen() throws Exception {
        join(get("/"), "Home", FakeEngine.RIGHT);
        site.engine.end();
        Thread closing = new Thread(site::close, "test-closing");
        closing.start();
        assertTrue(get("/progress").contains("Connected"));
        closing.join();
        assertEquals(Phase.DONE, site.engine.attempt.orElseThrow().phase());
    }

    @Test
    void showsThePasswordOnRequestWithoutAScript() throws IOException {
        assertTrue(get("/").contains("id=\"pass\" name=\"pass\" type=\"password\""));
        assertTrue(get("/?plain=1").contains("id=\"pass\" name=\"pass\" type=\"text\""));
        assertTrue(get("/favicon.ico").startsWith("HTTP/1.1 404 "));
    }

    private String ssid() {
        return site.engine.tries().get(0).params().path("ssid").textValue();
    }

    private static void assertSeeOther(String path, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 303 "), answer);
        assertTrue(answer.contains("\r\nLocation: " + path + "\r\n"), answer);
    }

    private String join(String form, String ssid, String password) throws IOException {
        return post("&network=" + value(ssid) + "&pass=" + encoded(password), form);
    }

    private String post(String fields, String form) throws IOException {
        return send("", "token=" + token(form) + fields);
    }

    private String send(String more, String body) throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    head("POST", "/join", site.port(), more)
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
            return client.answer();
        }
    }

    private String get(String path) throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            return client.send(head("GET", path, site.port(), "") + "\r\n").answer();
        }
    }

    private static String head(String verb, String path, int port, String more) {
        return verb + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + more;
    }

    private static String token(String form) {
        Matcher found = TOKEN.matcher(form);
        assertTrue(found.find(), form);
        return found.group(1);
    }

    private static String value(String ssid) {
        return new Choice(ssid, true).value();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
