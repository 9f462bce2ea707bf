package ccm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the data folder a reset takes and leaves, also when the power is cut at any step. */
class FactoryResetTest {
    private static final List<String> TOLD =
            List.of(
                    "{\"mqtt\":{\"ssl_cert\":\"typed.pem\"}}",
                    "{ // of the product\n\"http\": {\"ssl_key\" : \"product.pem\"}}");
    private static final List<String> USERS =
            List.of(
                    "config/conf9.json",
                    "config/conf9.json.bak",
                    "config/conf9_once.json",
                    "config/saved/history.json",
                    "config/users",
                    "config/console.json",
                    "outbox/mqtt/000001.seg",
                    "outbox/mqtt.dead/000001.seg",
                    "cloud/subscriptions.json",
                    "shadow/desired.json",
                    "azure/hub.json",
                    "files/ca.pem",
                    "files/key", // the name of a setting, not its value
                    "files/.put-1",
                    "log/ccm.log",
                    "cache/bundles/bundle1/data",
                    "own/shop/list");
    private static final List<String> VENDORS =
            List.of(
                    "config/conf5.json",
                    "config/conf5.json.bak",
                    "config/device.key",
                    "files/vendor.pem",
                    "files/acl.json",
                    "files/grüße.pem",
                    "files/typed.pem",
                    "files/product.pem",
                    "files/aws-1.crt.pem",
                    "identity/aws",
                    "ota/ledger.json",
                    "lock");

    @TempDir Path parent;
    private int folders;

    @Test
    void takesTheUsersAndLeavesTheVendors() throws Exception {
        Path data = used();
        decide(data);
        String said = new FactoryReset(data, Disk.REAL).finish(TOLD);
        assertEquals(data + ": reset to what the vendor made of it", said);
        SortedSet<String> expected = new TreeSet<>(VENDORS);
        expected.add("undo/ble.1");
        assertEquals(expected, files(data));
        assertFalse(new FactoryReset(data, Disk.REAL).decided());
    }

    @Test
    void isBeforeOrAfterWhereverThePowerIsCut() throws Exception {
        Path whole = used();
        decide(whole);
        new FactoryReset(whole, Disk.REAL).finish(TOLD);
        int cuts = 0;
        for (boolean done = false; !done; cuts++) {
            Path data = used();
            assertFalse(new FactoryReset(data, Disk.REAL).decided()); // before: nothing happens
            decide(data);
            done = !cut(data, cuts);
            for (int again = 1; again < 4; again++) {
                cut(data, again * 3); // while it is taken up
            }
            FactoryReset next = new FactoryReset(data, Disk.REAL);
            if (next.decided()) {
                next.finish(TOLD);
            }
            assertEquals(files(whole), files(data), "cut at step " + cuts);
        }
        assertTrue(cuts > USERS.size(), "steps: " + cuts);
    }

    @Test
    void keepsAClaimedCertificateOnlyForTheVendorsClaimAndOnlyAsItWas() throws Exception {
        Path claimless = used();
        Files.writeString(claimless.resolve("config/conf5.json"), "{}");
        Files.delete(claimless.resolve("config/conf5.json.bak"));
        decide(claimless);
        new FactoryReset(claimless, Disk.REAL).finish(TOLD);
        assertFalse(Files.exists(claimless.resolve("files/aws-1.crt.pem")));
        assertFalse(Files.exists(claimless.resolve("identity/aws")));
        Path replaced = used();
        Files.writeString(replaced.resolve("files/aws-1.crt.pem"), "the user's own");
        decide(replaced);
        new FactoryReset(replaced, Disk.REAL).finish(TOLD);
        assertFalse(Files.exists(replaced.resolve("files/aws-1.crt.pem")));
    }

    @Test
    void goesOnWhenAFileCannotBeRemovedAndNamesIt() throws Exception {
        Path data = used();
        decide(data);
        Path stuck = data.resolve("outbox/mqtt/000001.seg");
        Disk refusing =
                new Disk() {
                    @Override
                    public void delete(Path path) throws IOException {
                        if (path.equals(stuck)) {
                            throw new AccessDeniedException(path.toString(), null, "not ours");
                        }
                        REAL.delete(path);
                    }

                    @Override
                    public void move(Path from, Path to) throws IOException {
                        REAL.move(from, to);
                    }

                    @Override
                    public void force(Path folder) throws IOException {
                        REAL.force(folder);
                    }
                };
        String said = new FactoryReset(data, refusing).finish(TOLD);
        assertTrue(said.endsWith(stuck + " (not ours). Remove them by hand"), said);
        assertFalse(Files.exists(data.resolve("config/conf9.json")));
        assertFalse(new FactoryReset(data, Disk.REAL).decided());
    }

    @Test
    void followsALinkInPlaceOfAFolderAndNoOther() throws Exception {
        Path data = used();
        Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
        Path precious = Files.writeString(parent.resolve("precious"), "x");
        Files.writeString(elsewhere.resolve("000001.seg"), "x");
        Files.createSymbolicLink(elsewhere.resolve("link"), precious);
        Files.createSymbolicLink(elsewhere.resolve("up"), parent);
        Files.move(data.resolve("outbox"), parent.resolve("old"));
        Files.createSymbolicLink(data.resolve("outbox"), elsewhere);
        decide(data);
        new FactoryReset(data, Disk.REAL).finish(TOLD);
        assertTrue(Files.isSymbolicLink(data.resolve("outbox")));
        assertTrue(Files.exists(precious));
        assertEquals(new TreeSet<>(), files(elsewhere));
    }

    @Test
    void whatUsersPutIntoTheFolderThemselvesIsNotTouched() throws Exception {
        Path data = used();
        Path mine = Files.createDirectories(data.resolve("documents")).resolve("letter");
        Files.writeString(mine, "x");
        decide(data);
        new FactoryReset(data, Disk.REAL).finish(TOLD);
        assertTrue(Files.exists(mine));
    }

    @Test
    void everyFolderOfTheArchitecturePageIsDecidedUpon() throws Exception {
        String page = Files.readString(Path.of("../docs/architecture.md"));
        String table = page.substring(page.indexOf("## Data folder"));
        List<String> rows =
                table.substring(0, table.indexOf("\n## ", 1))
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.split("\\|")[1])
                        .toList();
        assertTrue(rows.size() > 5, table);
        for (String row : rows) {
            for (String path : row.replaceAll("[` ]", "").split(",")) {
                String folder = path.split("/")[0];
                assertTrue(
                        FactoryReset.EMPTIED.contains(folder) || FactoryReset.LEFT.contains(folder),
                        "a reset takes or leaves " + path + "?");
            }
        }
    }

    /** False when it was over before so many steps. */
    private static boolean cut(Path data, int steps) {
        FactoryReset reset = new FactoryReset(data, new Failing(steps));
        if (!reset.decided()) {
            return false;
        }
        try {
            reset.finish(TOLD);
            return false;
        } catch (PowerCut e) {
            return true;
        }
    }

    private static void decide(Path data) throws IOException {
        Files.writeString(data.resolve(FactoryReset.MARKER), "test");
    }

    private Path used() throws Exception {
        Path data = parent.resolve("data" + folders++);
        for (String each : USERS) {
            write(data, each, "x");
        }
        for (String each : VENDORS) {
            write(data, each, "y");
        }
        write(
                data,
                "config/conf5.json",
                "{\"rpc\":{\"acl\":\"@acl.json\"},\"mqtt\":{\"key\":\"vendor.pem\",\"ca\":\""
                        + data
                        + "/files/gr\\u00fc\u00dfe.pem\"},\"aws\":{\"provision\":"
                        + "{\"template\":\"fleet\",\"claim\":\"claim.pem\"}}}");
        write(data, "config/conf5.json.bak", "{");
        write(
                data,
                "identity/aws",
                "when fleet\nwhen claim.pem\nfile " + sha256("y") + " aws-1.crt.pem\n");
        write(data, "undo/ble", "AA:BB:CC:DD:EE:FF\n");
        return data;
    }

    private static void write(Path data, String name, String text) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static SortedSet<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            SortedSet<String> names = new TreeSet<>();
            all.filter(Files::isRegularFile)
                    .forEach(file -> names.add(folder.relativize(file).toString()));
            return names;
        }
    }

    @Test
    void aFailureOfTheWholeDiskIsTriedAgain() throws Exception {
        Path data = used();
        decide(data);
        Files.delete(data.resolve("config/conf5.json"));
        Files.createDirectory(data.resolve("config/conf5.json")); // cannot be read as a file
        String said = new FactoryReset(data, Disk.REAL).finish(TOLD);
        assertTrue(said.startsWith(data + ": cannot be reset ("), said);
        assertTrue(Files.exists(data.resolve("files/vendor.pem")));
        assertTrue(new FactoryReset(data, Disk.REAL).decided());
    }

    /** Ends everything in the step behind so many. */
    private static final class Failing implements Disk {
        private int left;

        Failing(int steps) {
            left = steps;
        }

        @Override
        public void delete(Path path) throws IOException {
            step();
            REAL.delete(path);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            step();
            REAL.move(from, to);
        }

        @Override
        public void force(Path folder) {
            step();
        }

        private void step() {
            if (left-- == 0) {
                throw new PowerCut();
            }
        }
    }

    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
