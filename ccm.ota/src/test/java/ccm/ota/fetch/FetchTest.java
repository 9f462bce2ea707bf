package ccm.ota.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.testing.Quiet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class FetchTest {
    private static final byte[] CONTENT = Fetching.content(100_000);

    @TempDir Path folder;
    private WebServer server;
    private Fetching fetching;

    @BeforeEach
    void serve() throws IOException {
        server = new WebServer(CONTENT);
        fetching = new Fetching(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFileComesWithProgressAndItsTag() throws Exception {
        List<Long> done = new ArrayList<>();
        try (Fetch fetch = fetching.of(server.url("/fw.zip"))) {
            Fetched fetched =
                    fetch.run(
                            "",
                            (bytes, total) -> {
                                done.add(bytes);
                                assertEquals(CONTENT.length, total);
                            });
            assertEquals("\"one\"", fetched.tag());
        }
        assertEquals(CONTENT.length, done.get(done.size() - 1));
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
    }

    @Test
    void theServerIsToldWhoAsks() throws Exception {
        fetching.extra("X-Token: s3cret\r\n\r\nX-More:  a b \r\n").run(server.url("/fw.zip"));
        Map<String, String> request = server.requests().get(0);
        assertEquals("gw_1", request.get("X-MGOS-Device-ID"));
        assertEquals("ccm 1.0 b1", request.get("X-MGOS-FW-Version"));
        assertEquals("ccm/1.0", request.get("User-Agent"));
        assertEquals("s3cret", request.get("X-Token"));
        assertEquals("a b", request.get("X-More"));
        assertNull(request.get("Authorization"));
    }

    @Test
    void aLoginOfTheUrlIsSentAndNeverShown() throws Exception {
        URI url =
                URI.create(
                        server.url("/fw.zip?key=topsecret").toString().replace("//", "//u:p%40@"));
        fetching.assertFetched(url, CONTENT);
        assertEquals("Basic dTpwQA==", server.requests().get(0).get("Authorization"));
        server.status = 403;
        FirmwareException failure =
                fetching.assertFails(Reason.DOWNLOAD, url, "Invalid HTTP response code 403");
        assertFalse(failure.getMessage().contains("p%40"), failure.getMessage());
        assertFalse(failure.getMessage().contains("topsecret"), failure.getMessage());
    }

    @Test
    void aBodyWithoutALengthIsTaken() throws Exception {
        server.chunked = true;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "404,There is nothing of that name. Check update.url",
        "410,There is nothing of that name",
        "401,another login",
        "400,does not give it",
        "204,does not give it",
        "500,in trouble",
        "503,in trouble"
    })
    void otherCodesAreToldWithARemedy(int code, String remedy) {
        server.status = code;
        fetching.assertFails(
                Reason.DOWNLOAD,
                server.url("/fw.zip"),
                server.url("/fw.zip").toString(),
                "Invalid HTTP response code " + code,
                remedy);
        assertEquals(1, server.requests().size());
    }

    @Test
    void nothingNewerIsNotModified() throws Exception {
        Fetched first = fetching.run(server.url("/fw.zip"));
        Fetched second = fetching.run(server.url("/fw.zip"), first.tag());
        assertFalse(second.modified());
        assertEquals(first.tag(), second.tag());
        server.etag = "\"two\"";
        assertTrue(fetching.run(server.url("/fw.zip"), first.tag()).modified());
        server.etag = "";
        server.modified = "Thu, 26 Nov 2026 10:00:00 GMT";
        String date = fetching.run(server.url("/fw.zip"), "\"two\"").tag();
        assertFalse(fetching.run(server.url("/fw.zip"), date).modified());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreFollowed(int code) throws Exception {
        server.redirectStatus = code;
        server.redirect("/latest", "/a/");
        server.redirect("/a/", "../fw.zip");
        fetching.assertFetched(server.url("/latest"), CONTENT);
        assertEquals(3, server.requests().size());
    }

    @Test
    void redirectsInACircleEnd() {
        server.redirect("/a", "/b");
        server.redirect("/b", "/a");
        fetching.assertFails(
                Reason.DOWNLOAD, server.url("/a"), "sent on more than 5 times", "Give the URL");
        server.redirect("/c", "file:///etc/passwd");
        fetching.assertFails(Reason.DOWNLOAD, server.url("/c"), "is not a URL of http or https");
        server.redirect("/d", "http://[");
        fetching.assertFails(Reason.DOWNLOAD, server.url("/d"), "is sent on to no URL");
    }

    @Test
    void secretsGoToTheServerTheyAreForAlone() throws Exception {
        try (WebServer other = new WebServer(CONTENT)) {
            server.redirect("/fw.zip", other.url("/fw.zip").toString());
            URI url = URI.create(server.url("/fw.zip").toString().replace("//", "//u:p@"));
            fetching.extra("X-Token: s3cret\r\n").assertFetched(url, CONTENT);
            Map<String, String> request = other.requests().get(0);
            assertNull(request.get("X-Token"));
            assertNull(request.get("Authorization"));
            assertEquals("gw_1", request.get("X-MGOS-Device-ID"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/f", "file:///f", "fw.zip", "http:///f", "mailto:a@b"})
    void onlyTheWebIsFetchedFrom(String url) {
        fetching.assertFails(Reason.DOWNLOAD, URI.create(url), "not a URL of http or https");
    }

    @Test
    void whatIsTooLargeIsRefused() {
        server.content = new byte[(int) Fetching.LARGEST + 1];
        fetching.assertFails(
                Reason.DOWNLOAD, server.url("/fw.zip"), "more than 2097152 bytes", "a bundle?");
        server.chunked = true;
        fetching.assertFails(Reason.DOWNLOAD, server.url("/fw.zip"), "more than 2097152 bytes");
    }

    @Test
    void nobodyThereIsToldAtOnce() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        fetching.assertFails(
                Reason.DOWNLOAD,
                URI.create("http://127.0.0.1:" + free + "/fw.zip"),
                "Failed to connect",
                "nobody listens there");
        fetching.assertFails(
                Reason.DOWNLOAD,
                URI.create("http://nowhere.invalid/fw.zip"),
                "Failed to connect",
                "no such host nowhere.invalid",
                "DNS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x|line 1 is not like NAME: VALUE",
                "A: b\\r\\nB c: d|line 2 is not like NAME: VALUE",
                "A: b\\r\\n Folded: x|line 2 is not like",
                "A: s\\u0001|line 1 is not like",
                "Host: x|line 1: Host is set by the gateway",
                "range: x|line 1: range is set by the gateway"
            })
    void badHeadersAreRefused(String lines, String expected) {
        String text = lines.replace("\\r\\n", "\r\n").replace("\\u0001", "\u0001");
        fetching.extra(text)
                .assertFails(
                        Reason.NOT_CONFIGURED,
                        server.url("/fw.zip"),
                        "update.extra_http_headers",
                        expected);
    }
}
