package ccm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    private static final String READY = "ready: sku least, nobody else, tests";

    @TempDir Path folder;

    private Path sku;
    private Path data;

    @BeforeEach
    void make() throws IOException {
        sku = Sku.make(folder.resolve("least"));
        data = folder.resolve("deep/data");
    }

    @Test
    void saysWhatItServesAndStopsCleanlyOnATerminationSignal() throws Exception {
        try (Started gateway = Started.run(sku, data, "--set", "mqtt.pass=12345")) {
            assertEquals(READY, gateway.line());
            gateway.terminate();
            assertEquals(0, gateway.status());
        }
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        assertEquals(List.of("{\"mqtt\":{\"pass\":\"12345\"}}"), starts());
    }

    @Test
    void refusesADataFolderThatIsInUseAndNamesTheOther() throws Exception {
        try (Started first = Started.run(sku, data)) {
            assertEquals(READY, first.line());
            try (Started second = Started.run(sku, data)) {
                assertEquals(
                        "ccm run: "
                                + data
                                + ": in use by another gateway (pid "
                                + first.pid()
                                + "). Stop it, or give another folder with --data DIR",
                        second.line());
                assertEquals(1, second.status());
            }
        }
    }

    @Test
    void startsAgainAfterAKill() throws Exception {
        startAndKill();
        startAndKill();
        assertEquals(2, starts().size());
    }

    @Test
    void startsAfterAPowerCutThatEmptiedAnyFileOfTheCache() throws Exception {
        startAndKill();
        for (Path file : filesOf(data)) {
            Files.createDirectories(file.getParent()); // gone when its bundle was forgotten
            Files.write(file, new byte[0]);
            startAndKill();
        }
    }

    @Test
    void startsAfterAPowerCutThatEmptiedTheWholeCache() throws Exception {
        startAndKill();
        for (Path file : filesOf(data)) {
            Files.write(file, new byte[0]);
        }
        startAndKill();
    }

    @Test
    void startsAgainWhenABundleAsksForThatAndStillStopsOnASignal() throws Exception {
        wish("restart");
        try (Started gateway = Started.run(sku, data)) {
            gateway.awaitLine(READY);
            gateway.terminate();
            assertEquals(0, gateway.status());
        }
        assertEquals(2, starts().size());
    }

    @Test
    void leavesARestartToItsSupervisor() throws Exception {
        wish("restart");
        try (Started gateway = Started.run(sku, data, "--supervised")) {
            assertEquals(75, gateway.status());
        }
        assertEquals(1, starts().size());
    }

    @Test
    void endsWithTheStatusThatABundleAsksFor() throws Exception {
        wish("3");
        try (Started gateway = Started.run(sku, data)) {
            assertEquals(3, gateway.status());
        }
    }

    @Test
    void saysWhichBundleDoesNotStartAndStartsTheRest() throws Exception {
        Files.writeString(sku.resolve("broken.jar"), "not a jar");
        try (Started gateway = Started.run(sku, data)) {
            String line = gateway.line();
            assertTrue(
                    line.startsWith("ccm run: " + sku.resolve("broken.jar") + ": not a bundle"),
                    line);
            assertEquals(READY, gateway.line());
        }
    }

    @Test
    void namesAProductThatIsNotThere() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        try (Started gateway = Started.run(nowhere, data)) {
            assertEquals(
                    "ccm run: "
                            + nowhere
                            + ": cannot be read (NoSuchFileException). Is the name of the SKU right?",
                    gateway.line());
            assertEquals(1, gateway.status());
        }
    }

    private void startAndKill() throws Exception {
        try (Started gateway = Started.run(sku, data)) {
            gateway.awaitLine(READY);
            gateway.kill();
        }
    }

    private void wish(String wish) throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("wish"), wish);
    }

    private List<String> starts() throws IOException {
        return Files.readAllLines(data.resolve("starts"));
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
