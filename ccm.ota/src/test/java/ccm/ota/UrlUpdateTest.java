package ccm.ota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.UpdateOptions;
import ccm.ota.bundle.BundleLimits;
import ccm.ota.bundle.BundleRules;
import ccm.ota.fetch.FetchIdentity;
import ccm.ota.fetch.FetchSettings;
import ccm.ota.fetch.FetchTls;
import ccm.testing.Quiet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class UrlUpdateTest {
    private static final byte[] IMAGE = new byte[5000];
    private static final UpdateOptions POLL =
            new UpdateOptions(Optional.empty(), Optional.empty(), true, 0, "update.interval");

    @TempDir Path folder;
    private final MemoryChip chip = new MemoryChip();
    private final TestGateway gateway = new TestGateway(chip);
    private HttpServer server;
    private Engine engine;
    private boolean tags = true;

    @BeforeEach
    void open() throws IOException {
        new Random(3).nextBytes(IMAGE);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/fw.zip", this::serve);
        server.start();
        engine = new Engine(folder, gateway, settings());
    }

    @AfterEach
    void close() throws InterruptedException {
        engine.close();
        server.stop(0);
    }

    @Test
    void updatesOnceWhenItLooksAgainAndAgain() throws Exception {
        assertEquals("Update applied, finalizing: fw 1 runs", update(POLL));
        assertTrue(chip.runs(IMAGE));
        assertEquals("Not Modified", update(POLL));
        tags = false;
        assertEquals("Version is the same as current", update(POLL));
        assertEquals(List.of("open", "read", "write", "close"), chip.did);
    }

    @Test
    void doesNotTryByItselfWhatWasTakenBack() throws Exception {
        gateway.alive = () -> false;
        assertEquals(Reason.REVERTED, failure(POLL).reason());
        chip.did.clear();
        assertEquals("Not Modified", update(POLL));
        tags = false;
        assertEquals(Reason.ABORTED, failure(POLL).reason());
        assertEquals(List.of(), chip.did);
        gateway.alive = () -> true;
        assertEquals(
                "Update applied, finalizing: fw 1 runs", update(UpdateOptions.from("a person")));
    }

    @Test
    void tellsWhatTheServerSays() throws Exception {
        URI missing = url().resolve("/nothing.zip");
        ExecutionException e =
                assertThrows(
                        ExecutionException.class,
                        () ->
                                engine.update(missing, POLL)
                                        .toCompletableFuture()
                                        .get(20, TimeUnit.SECONDS));
        assertEquals(Reason.DOWNLOAD, ((FirmwareException) e.getCause()).reason());
        assertTrue(e.getMessage().contains("404"), e.getMessage());
    }

    private FirmwareException failure(UpdateOptions options) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> update(options));
        return (FirmwareException) e.getCause();
    }

    private String update(UpdateOptions options) throws Exception {
        return engine.update(url(), options)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .message();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fw.zip");
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (tags && "\"one\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            byte[] zip = Zips.bundle("1", MemoryChip.BASE, IMAGE);
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            exchange.sendResponseHeaders(200, zip.length);
            exchange.getResponseBody().write(zip);
        }
        exchange.close();
    }

    private static EngineSettings settings() {
        return new EngineSettings(
                true,
                Duration.ofSeconds(20),
                Duration.ofMillis(300),
                false,
                new BundleRules("ccm_host", "STM32", List.of(), 0, BundleLimits.USUAL),
                () ->
                        new FetchSettings(
                                new FetchIdentity("id", "version", "agent"),
                                "",
                                FetchTls.USUAL,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20),
                                BundleLimits.USUAL.file()),
                Duration.ofMillis(1),
                Duration.ofMillis(4));
    }
}
