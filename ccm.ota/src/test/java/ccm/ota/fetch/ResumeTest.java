package ccm.ota.fetch;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class ResumeTest {
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384, 99_999})
    void aDownloadGoesOnWhereItWasCutOff(int at) throws Exception {
        server.cutAt = at;
        server.cuts = 1;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertEquals(2, server.requests().size());
        if (at > 0) {
            assertEquals("bytes=" + at + "-", server.requests().get(1).get("Range"));
            assertEquals("\"one\"", server.requests().get(1).get("If-Range"));
        }
    }

    @Test
    void manyCutsAreNoHindranceAsLongAsBytesCome() throws Exception {
        server.cutAt = 12_345;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertEquals(9, server.requests().size());
    }

    @Test
    void aDateServesAsWellAsATag() throws Exception {
        server.etag = "W/\"weak\"";
        server.modified = "Thu, 26 Nov 2026 10:00:00 GMT";
        server.cutAt = 50_000;
        server.cuts = 1;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertEquals(server.modified, server.requests().get(1).get("If-Range"));
    }

    @Test
    void aServerWithoutRangesSendsItAllAgain() throws Exception {
        server.ranges = false;
        server.cutAt = 50_000;
        server.cuts = 2;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
    }

    @Test
    void withoutATagNoPartIsTrusted() throws Exception {
        server.etag = "";
        server.cutAt = 50_000;
        server.cuts = 1;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertNull(server.requests().get(1).get("Range"));
    }

    @Test
    void aServerThatCannotGoOnIsGivenUp() {
        server.etag = "";
        server.cutAt = 50_000;
        fetching.assertFails(
                Reason.DOWNLOAD,
                server.url("/fw.zip"),
                "cut off 5 times",
                "cannot go on where it ended",
                "Range");
    }

    @Test
    void aFileThatChangesIsFetchedAnew() throws Exception {
        byte[] other = Fetching.content(70_000);
        server.cutAt = 50_000;
        server.cuts = 1;
        server.beforeAnswer =
                () -> {
                    if (server.requests().size() == 2) {
                        server.content = other;
                        server.etag = "\"two\"";
                    }
                };
        Fetched fetched = fetching.assertFetched(server.url("/fw.zip"), other);
        assertEquals("\"two\"", fetched.tag());
    }

    @Test
    void aFileThatChangesAllTheTimeIsGivenUp() {
        server.cutAt = 50_000;
        server.beforeAnswer = () -> server.etag = "\"" + server.requests().size() + "\"";
        fetching.assertFails(
                Reason.DOWNLOAD, server.url("/fw.zip"), "changed while it was fetched", "names");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes 0-9/100000", "bytes 50000-99999/100001", "bytes x", "items 5-6/7"})
    void anotherPartThanAskedForIsNotTaken(String range) throws Exception {
        server.cutAt = 50_000;
        server.cuts = 1;
        server.brokenRange = range;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
    }

    @Test
    void troubleOfTheServerPassesOnceSomethingHasCome() throws Exception {
        server.cutAt = 50_000;
        server.cuts = 1;
        server.beforeAnswer = () -> server.status = server.requests().size() == 2 ? 503 : 200;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertEquals(3, server.requests().size());
    }

    @Test
    void aStallIsFoundAndGoneOnFrom() throws Exception {
        fetching.stall(Duration.ofMillis(300));
        server.beforeAnswer = () -> server.stallAt = server.requests().size() == 1 ? 40_000 : -1;
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertEquals("bytes=40000-", server.requests().get(1).get("Range"));
    }

    @Test
    void aServerThatStaysSilentIsGivenUp() {
        fetching.stall(Duration.ofMillis(200)).patience(Duration.ofMillis(500));
        server.beforeAnswer = () -> server.stallAt = server.requests().size() == 1 ? 40_000 : 0;
        fetching.assertFails(
                Reason.DOWNLOAD,
                server.url("/fw.zip"),
                "stalled after 40000 bytes",
                "nothing came in time",
                "kept for the next time");
    }

    @Test
    void aRestartGoesOnWhereTheLastRunEnded() throws Exception {
        interrupted(60_000);
        Files.write(fetching.file(), new byte[500], StandardOpenOption.APPEND); // not forced
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertEquals("bytes=60000-", last("Range"));
        assertFalse(Files.exists(folder.resolve("fw.zip.json.bak")));
    }

    @Test
    void aRestartWithAnotherUrlOrADamagedRecordBeginsAnew() throws Exception {
        interrupted(60_000);
        fetching.assertFetched(server.url("/other.zip"), CONTENT);
        assertNull(last("Range"));
        interrupted(60_000);
        Files.writeString(folder.resolve("fw.zip.json"), "{\"forced\":");
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertNull(last("Range"));
        interrupted(60_000);
        Files.write(fetching.file(), new byte[10]);
        fetching.assertFetched(server.url("/fw.zip"), CONTENT);
        assertNull(last("Range"));
    }

    @Test
    void theRecordHoldsNoPassword() throws Exception {
        interrupted(60_000);
        String record = Files.readString(folder.resolve("fw.zip.json"));
        assertTrue(record.contains("60000"), record);
        assertFalse(record.contains("fw.zip"), record);
        Fetch.forget(fetching.file());
        assertEquals(0, folder.toFile().list().length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDownloadThatHangsEndsWhenItIsClosed(boolean chunked) throws Exception {
        server.chunked = chunked;
        server.stallAt = 40_000;
        fetching.stall(Duration.ofMinutes(1));
        Fetch fetch = fetching.of(server.url("/fw.zip"));
        CompletableFuture<Fetched> run =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return fetch.run("", Fetching.SILENT);
                            } catch (FirmwareException e) {
                                throw new CompletionException(e);
                            }
                        });
        eventually(() -> assertEquals(40_000, Files.size(fetching.file())));
        fetch.close();
        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> run.get(10, TimeUnit.SECONDS));
        FirmwareException cause = (FirmwareException) failure.getCause();
        assertEquals(Reason.ABORTED, cause.reason());
        assertTrue(cause.getMessage().contains("Update aborted"), cause.getMessage());
    }

    @Test
    void anInterruptEndsItToo() {
        Thread.currentThread().interrupt();
        fetching.assertFails(Reason.ABORTED, server.url("/fw.zip"), "Update aborted");
        assertTrue(Thread.interrupted());
    }

    /** Leaves what a gateway that was stopped leaves. */
    private void interrupted(int at) {
        server.stallAt = at;
        server.beforeAnswer = () -> {};
        Fetch fetch = fetching.of(server.url("/fw.zip"));
        FirmwareException failure =
                assertThrows(
                        FirmwareException.class,
                        () ->
                                fetch.run(
                                        "",
                                        (done, total) -> {
                                            if (done == at) {
                                                fetch.close();
                                            }
                                        }));
        assertEquals(Reason.ABORTED, failure.reason());
        server.stallAt = -1;
    }

    private String last(String header) {
        return server.requests().get(server.requests().size() - 1).get(header);
    }
}
