package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The web console of the product {@code full}, from outside: a browser, a guesser, a foreign page.
 */
public class ConsolePeersIT {
    private static final Pattern PASSWORD =
            Pattern.compile("web console: user (\\S+), password (\\S+)");
    private static final List<String> BUNDLES =
            List.of(
                    "ccm.api",
                    "ccm.cloud",
                    "ccm.cloud.mqtt",
                    "ccm.console",
                    "ccm.core",
                    "ccm.local",
                    "ccm.mqtt",
                    "ccm.outbox",
                    "ccm.uart");
    private static final long BROWSER_SECONDS = 120;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Path data;
    private int port;
    private GatewayProcess gateway;

    @Before
    public void start() throws Exception {
        data = folder.newFolder("data").toPath();
        port = freePort();
        gateway = new GatewayProcess("full", data, "console.port=" + port);
        gateway.start();
        eventually(
                () -> assertTrue(gateway.output(), gateway.output().contains("ready: sku full")));
    }

    @After
    public void stop() throws Exception {
        gateway.close();
    }

    @Test
    public void aBrowserSeesTheBundlesActiveOnlyWithTheRightPassword() throws Exception {
        Path screenshot = folder.getRoot().toPath().resolve("console.png");
        JsonNode seen = browse(password(), screenshot);
        assertEquals("a wrong password", 401, seen.path("refused").asInt());
        assertEquals("the right password", 200, seen.path("entered").asInt());
        for (String bundle : BUNDLES) {
            assertTrue(
                    bundle + " is not shown as active: " + seen,
                    seen.path("bundles").path(bundle).asBoolean());
        }
        for (String page : List.of("components", "configMgr", "services", "logs")) {
            JsonNode part = seen.path("seen").path(page);
            assertEquals(page, 200, part.path("status").asInt());
            assertTrue(page + " shows nothing of ours", part.path("text").asBoolean());
        }
        assertTrue("no picture", Files.size(screenshot) > 10_000);
    }

    @Test
    public void thereIsNoKnownPasswordAndItIsKeptNowhere() throws Exception {
        String password = password();
        assertEquals(401, get("admin:admin", null).statusCode());
        assertEquals(200, get("admin:" + password, null).statusCode());
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(file + " holds the password", contains(file, password));
            }
        }
        gateway.stop();
        gateway.start();
        eventually(() -> assertEquals(200, get("admin:" + password, null).statusCode()));
        Matcher shown = PASSWORD.matcher(gateway.output());
        assertTrue(shown.find());
        assertFalse("shown a second time", shown.find());
    }

    @Test
    public void guessersAndForeignPagesStayOutside() throws Exception {
        String right = "admin:" + password();
        assertEquals(403, get(right, "http://evil.example").statusCode());
        for (int i = 0; i < 5; i++) {
            assertEquals(401, get("admin:guess" + i, null).statusCode());
        }
        assertEquals("after five wrong ones", 429, get(right, null).statusCode());
    }

    private String password() throws IOException {
        Matcher shown = PASSWORD.matcher(gateway.output());
        assertTrue("no password was shown: " + gateway.output(), shown.find());
        return shown.group(2);
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/system/console";
    }

    private HttpResponse<String> get(String login, String origin)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + "/bundles.json"))
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(login.getBytes()));
        if (origin != null) {
            request.header("Origin", origin);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode browse(String password, Path screenshot) throws Exception {
        Path browser = Path.of("src/test/browser").toAbsolutePath();
        if (!Files.isDirectory(browser.resolve("node_modules"))) {
            run(browser, "npm", "ci", "--no-audit", "--no-fund", "--silent");
        }
        String output =
                run(
                        browser,
                        "node",
                        "console.mjs",
                        url(),
                        "admin",
                        password,
                        screenshot.toString());
        return new ObjectMapper().readTree(output);
    }

    private static String run(Path directory, String... command) throws Exception {
        Process process =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertTrue(
                command[0] + " takes too long", process.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS));
        assertEquals(String.join(" ", command) + ": " + output, 0, process.exitValue());
        return output;
    }

    private static boolean contains(Path file, String text) throws IOException {
        return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains(text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
