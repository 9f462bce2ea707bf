package ccm.http;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.testing.Quiet;
import ccm.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class UpdateTest {
    private static final String FORM = "Content-Type: multipart/form-data; boundary=xyz\r\n";
    private static final String FILE =
            "--xyz\r\nContent-Disposition: form-data; name=\"any\"; filename=\"fw.zip\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n";
    private static final String FIELD =
            "--xyz\r\nContent-Disposition: form-data; name=\"commit_timeout\"\r\n\r\n60\r\n";
    private static final String END = "\r\n--xyz--\r\n";

    private final FakeEngine engine = new FakeEngine();
    private final FakeUpdater updater = new FakeUpdater();
    private JettyServer server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        engine.updater = updater;
        server = Servers.make(engine, "");
        port = server.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void handsTheFileOfAFormOverAndAnswersWhenTheHostRunsIt() throws IOException {
        byte[] bundle = new byte[200_000];
        new Random(1).nextBytes(bundle);
        String text = new String(bundle, StandardCharsets.ISO_8859_1).replace('B', 'b');
        byte[] sent = text.getBytes(StandardCharsets.UTF_8);
        try (RawClient client = new RawClient(port)) {
            client.send(head("", FILE.length() + sent.length + END.length()));
            client.send(FILE + text + END);
            eventually(() -> assertTrue(updater.ended));
            updater.outcome.complete(FakeUpdater.success());
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\nUpdate applied, finalizing\r\n"), answer);
            assertTrue(answer.contains("\r\nContent-Type: text/plain\r\n"), answer);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            assertTrue(client.closed());
        }
        assertArrayEquals(sent, updater.bundle.toByteArray());
        assertEquals("http 127.0.0.1", updater.options.source());
    }

    @Test
    void takesTheTimeToCommitBeforeTheFileAndBehindIt() throws IOException {
        updater.outcome.complete(FakeUpdater.success());
        post("", FIELD + FILE + "PK" + END);
        assertEquals(Optional.of(Duration.ofSeconds(60)), updater.options.commitTimeout());
        updater.commitTimeout = Duration.ZERO;
        String answer = post("", FILE + "PK\r\n" + FIELD.substring(0, FIELD.length() - 2) + END);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertEquals(Optional.empty(), updater.options.commitTimeout());
        assertEquals(Duration.ofSeconds(60), updater.commitTimeout);
    }

    @Test
    void saysWhyAnUpdateFailed() throws IOException {
        updater.outcome.completeExceptionally(
                new FirmwareException(FirmwareException.Reason.REVERTED, "it never answered"));
        String answer = post("", FILE + "PK" + END);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.endsWith("\r\n\r\nit never answered\r\n"), answer);
    }

    @Test
    void refusesWhatIsNoBundleAtItsFirstByte() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(head("", 1_000_000) + FILE + "BAD and then nothing");
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("Malformed archive (invalid file header)\r\n"), answer);
            assertTrue(client.closed());
        }
        assertFalse(updater.ended);
    }

    @Test
    void givesUpWhenTheConnectionBreaksOff() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(head("", 1_000_000) + FILE + "PK and then nothing");
            eventually(() -> assertTrue(updater.bundle.size() > 0));
        }
        eventually(() -> assertTrue(updater.aborted.contains("broke off"), updater.aborted));
        assertFalse(updater.ended);
    }

    @Test
    void refusesBeforeTheBodyIsSent() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(
                    "POST /update HTTP/1.1\r\nHost: gateway\r\nExpect: 100-continue\r\n"
                            + FORM
                            + "Content-Length: 1000000\r\n\r\n");
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
            assertTrue(answer.contains("WWW-Authenticate: Digest"), answer);
        }
        engine.takesBundles = false;
        String off = post("", "");
        assertTrue(off.startsWith("HTTP/1.1 400 "), off);
        assertTrue(off.endsWith("\r\n\r\nPOST updates are disabled.\r\n"), off);
        String foreign = post("Origin: http://evil.example\r\n", "");
        assertTrue(foreign.startsWith("HTTP/1.1 403 "), foreign);
        engine.updater = null;
        assertTrue(post("", "").startsWith("HTTP/1.1 503 "));
        assertEquals(null, updater.options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /update", "GET /update?url=http://x", "GET /update/commit"})
    void asksWhoComesFromTheNetworkForALogin(String line) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(line + " HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n");
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        }
        assertEquals(null, updater.url);
        assertFalse(updater.committed);
    }

    @Test
    void saysThatAnotherIsInProgress() throws IOException {
        updater.busy = true;
        String posted = post("", FILE + "PK" + END);
        assertTrue(posted.startsWith("HTTP/1.1 409 "), posted);
        assertTrue(posted.endsWith("\r\nAnother update is in progress.\r\n"), posted);
        String pulled = get("/update?url=http://x/fw.zip");
        assertTrue(pulled.startsWith("HTTP/1.1 409 "), pulled);
        assertTrue(get("/update/revert").startsWith("HTTP/1.1 400 "));
    }

    @Test
    void hasABundleFetched() throws IOException {
        updater.outcome.complete(FakeUpdater.success());
        String answer = get("/update?url=http%3A%2F%2Fx%2Ffw.zip&ignore_same_version=1");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.endsWith("\r\n(0) Update applied, finalizing\r\n"), answer);
        assertEquals("http://x/fw.zip", updater.url.toString());
        assertTrue(updater.options.ignoreSameVersion());
        String form = "url=http://y/fw.zip&commit_timeout=5";
        assertTrue(request("POST /update", "", form).startsWith("HTTP/1.1 200 "));
        assertEquals("http://y/fw.zip", updater.url.toString());
        assertEquals(Optional.of(Duration.ofSeconds(5)), updater.options.commitTimeout());
        engine.updateUrl = "http://z/fw.zip";
        assertTrue(get("/update").startsWith("HTTP/1.1 200 "));
        assertEquals("http://z/fw.zip", updater.url.toString());
    }

    @Test
    void commitsOnceAndReverts() throws IOException {
        String answer = get("/update/commit");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.endsWith("\r\n\r\nOk\r\n"), answer);
        assertTrue(answer.contains("Content-Type: text/html\r\n"), answer);
        String again = get("/update/commit");
        assertTrue(again.startsWith("HTTP/1.1 400 "), again);
        assertTrue(again.endsWith("\r\n\r\nError\r\n"), again);
        updater.outcome.complete(FakeUpdater.success());
        assertTrue(get("/update/revert").startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--xyz--# | no file in the form",
                "--xyz#Content-Disp | the form ends before its end",
                "no form at all | the form ends before its end",
                "--xyz#Content-Disposition: form-data; name=commit_timeout##soon#"
                        + "--xyz#Content-Disposition: form-data; name=f; filename=f##PK"
                        + "#--xyz--# | commit_timeout: soon is not seconds"
            })
    void saysWhatIsWrongWithAForm(String form, String expected) throws IOException {
        String answer = post("", form.replace("#", "\r\n"));
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\r\n\r\n" + expected), answer);
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        String answer = get("/update");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.endsWith("Update URL not specified and none is configured.\r\n"), answer);
        assertTrue(request("PUT /update", "", "").startsWith("HTTP/1.1 405 "));
        assertTrue(get("/update/else").startsWith("HTTP/1.1 404 "));
    }

    private String post(String more, String form) throws IOException {
        return request("POST /update", FORM + more, form);
    }

    private String get(String path) throws IOException {
        return request("GET " + path, "", "");
    }

    private String request(String line, String more, String body) throws IOException {
        try (RawClient client = new RawClient(port)) {
            String length = "Content-Length: " + body.length() + "\r\n\r\n";
            client.send(
                    line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + more + length + body);
            return client.answer();
        }
    }

    private String head(String more, int length) {
        return "POST /update HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\n"
                + FORM
                + more
                + "Content-Length: "
                + length
                + "\r\n\r\n";
    }
}
