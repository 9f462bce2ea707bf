package ccm.ota.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** What the tests of downloads share: settings, a file, and what they say. */
final class Fetching {
    static final FetchIdentity IDENTITY = new FetchIdentity("gw_1", "ccm 1.0 b1", "ccm/1.0");
    static final Duration STALL = Duration.ofSeconds(20);
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final long LARGEST = 2 << 20;
    static final Fetch.Progress SILENT = (done, total) -> {};

    private final Path file;
    private FetchTls tls = FetchTls.USUAL;
    private String extra = "";
    private Duration stall = STALL;
    private Duration patience = PATIENCE;

    Fetching(Path folder) {
        file = folder.resolve("fw.zip");
    }

    static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    Fetching tls(FetchTls settings) {
        tls = settings;
        return this;
    }

    Fetching extra(String headers) {
        extra = headers;
        return this;
    }

    Fetching stall(Duration other) {
        stall = other;
        return this;
    }

    Fetching patience(Duration shorter) {
        patience = shorter;
        return this;
    }

    Path file() {
        return file;
    }

    Fetch of(URI url) {
        return new Fetch(
                new FetchSettings(IDENTITY, extra, tls, stall, patience, LARGEST), url, file);
    }

    Fetched run(URI url) throws FirmwareException {
        return run(url, "");
    }

    Fetched run(URI url, String tag) throws FirmwareException {
        try (Fetch fetch = of(url)) {
            return fetch.run(tag, SILENT);
        }
    }

    /** It comes, byte for byte, and nothing is left beside it. */
    Fetched assertFetched(URI url, byte[] expected) throws FirmwareException, IOException {
        Fetched fetched = run(url);
        assertTrue(fetched.modified());
        assertEquals(expected.length, fetched.size());
        assertArrayEquals(expected, Files.readAllBytes(file));
        assertTrue(!Files.exists(file.resolveSibling("fw.zip.json")), "a record is left");
        return fetched;
    }

    FirmwareException assertFails(Reason reason, URI url, String... expected) {
        FirmwareException failure = assertThrows(FirmwareException.class, () -> run(url));
        for (String words : expected) {
            assertTrue(failure.getMessage().contains(words), failure.getMessage());
        }
        assertEquals(reason, failure.reason(), failure.getMessage());
        return failure;
    }
}
