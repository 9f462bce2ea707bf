package ccm.files;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class FilesTest {
    private static final String GOOD =
            "-----BEGIN CERTIFICATE-----\n" + "QUJD\n".repeat(300) + "-----END CERTIFICATE-----\n";
    private static final String OTHER = GOOD.replace("QUJD", "REVG");

    @TempDir Path data;
    private Path folder;
    private Calls files;

    @BeforeEach
    void open() {
        folder = data.resolve("files");
        files = new Calls(folder, "max_file", 4096, "max_bytes", 10_000, "max_files", 3);
    }

    @AfterEach
    void close() throws InterruptedException {
        files.close();
    }

    @Test
    void keepsListsReadsRenamesAndRemovesFiles() throws Exception {
        files.put("b.pem", GOOD);
        files.put("a.txt", "hello");
        assertEquals("[\"a.txt\",\"b.pem\"]", files.call("FS.List", "{'path':'/'}").toString());
        assertEquals(
                "[{\"name\":\"a.txt\",\"size\":5},{\"name\":\"b.pem\",\"size\":1554}]",
                files.call("FS.ListExt", "{}").toString());
        assertEquals(GOOD, files.get("b.pem"));
        files.call("FS.Rename", "{'src':'b.pem','dst':'a.txt'}");
        assertEquals(GOOD, files.get("a.txt"));
        files.call("FS.Remove", "{'filename':'a.txt'}");
        assertEquals("[]", files.call("FS.List", "{}").toString());
    }

    @Test
    void belongsToTheOwnerAlone() throws Exception {
        files.put("a.txt", "hello");
        assertEquals("rwx------", permissions(folder));
        assertEquals("rw-------", permissions(folder.resolve("a.txt")));
    }

    @Test
    void aPartThatComesTwiceIsThereOnce() throws Exception {
        byte[] content = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < content.length; at += 512) {
            byte[] part = Arrays.copyOfRange(content, at, Math.min(at + 512, content.length));
            files.part("c.pem", at, part);
            files.part("c.pem", at, part);
        }
        assertEquals(GOOD, files.get("c.pem"));
    }

    @Test
    void appendsWhereNoOffsetIsGiven() throws Exception {
        files.call("FS.Put", "{'filename':'a','data':'YWI='}");
        files.call("FS.Put", "{'filename':'a','data':'Y2Q=','append':true,'offset':-1}");
        assertEquals("abcd", files.get("a"));
        files.call("FS.Put", "{'filename':'a','data':'YWI='}");
        assertEquals("ab", files.get("a"));
    }

    @Test
    void halfACertificateNeverReplacesAGoodOne() throws Exception {
        files.put("c.pem", GOOD);
        files.part("c.pem", 0, OTHER.substring(0, 512).getBytes(StandardCharsets.UTF_8));
        files.part("c.pem", 512, OTHER.substring(512, 1024).getBytes(StandardCharsets.UTF_8));
        assertEquals(GOOD, Files.readString(folder.resolve("c.pem")));
        assertEquals(OTHER.substring(0, 1024), files.get("c.pem"));

        files.close(); // in the middle
        files = new Calls(folder);
        assertEquals(GOOD, Files.readString(folder.resolve("c.pem")));

        files.part("c.pem", 1024, OTHER.substring(1024).getBytes(StandardCharsets.UTF_8));
        assertEquals(OTHER, Files.readString(folder.resolve("c.pem")));
    }

    @Test
    void aCertificateOfWholePartsCountsAtOnce() throws Exception {
        String even = GOOD + "\n".repeat(2048 - GOOD.length());
        files.put("c.pem", even);
        assertEquals(even, Files.readString(folder.resolve("c.pem")));
    }

    @Test
    void otherFilesOfWholePartsCountSoon() throws Exception {
        files.put("blob", "x".repeat(1024));
        eventually(() -> assertEquals(1024, Files.size(folder.resolve("blob"))));
        assertEquals("x".repeat(1024), files.get("blob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../conf9.json",
                "a/b",
                ".hidden",
                "..",
                "a..b",
                "a\\u0000b",
                "a\\nb",
                "a\\\\b",
                "\\u00e4.pem",
                "a\\u202eb",
                "123456789012345678901234567890123456789012345678901234567890.pem"
            })
    void refusesWhatIsNoPlainName(String name) {
        for (String call : new String[] {"FS.Get", "FS.Remove"}) {
            assertEquals(400, refused(call, "{'filename':'" + name + "'}").networkCode());
        }
        assertEquals(400, refused("FS.Put", "{'filename':'" + name + "','data':''}").networkCode());
        assertEquals(400, refused("FS.Rename", "{'src':'" + name + "','dst':'b'}").networkCode());
        assertEquals(400, refused("FS.Rename", "{'src':'b','dst':'" + name + "'}").networkCode());
        assertEquals(400, refused("FS.List", "{'path':'" + name + "'}").networkCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FS.Get|{}|400|filename is required",
                "FS.Get|{'filename':''}|400|filename is required",
                "FS.Get|{'filename':'none'}|400|failed to open file \"none\"",
                "FS.Get|{'filename':'here','offset':-1}|400|illegal offset",
                "FS.Get|{'filename':'here','offset':6}|400|illegal offset",
                "FS.Put|{'data':''}|400|filename is required",
                "FS.Put|{'filename':'a'}|400|data is required",
                "FS.Put|{'filename':'a','data':'','offset':1}|400|illegal offset",
                "FS.Put|{'filename':'a','data':'','offset':-2}|400|illegal offset",
                "FS.Remove|{}|400|filename is required",
                "FS.Remove|{'filename':'none'}|500|remove failed",
                "FS.Rename|{'src':'a'}|400|dst is required",
                "FS.Rename|{'dst':'a'}|400|src is required",
                "FS.Rename|{'src':'none','dst':'a'}|500|rename failed"
            })
    void answersErrorsInTheWordsThatClientsKnow(
            String method, String params, int code, String message) throws Exception {
        files.put("here", "hello");
        RpcException refused = refused(method, params);
        assertEquals(code, refused.networkCode());
        assertEquals(message, refused.networkMessage());
        assertTrue(refused.getMessage().startsWith(method + ": "), refused.getMessage());
    }

    @Test
    void refusesWhatIsNoBase64() {
        RpcException refused = refused("FS.Put", "{'filename':'a','data':'?'}");
        assertEquals(400, refused.networkCode());
        assertFalse(Files.exists(folder.resolve("a")));
    }

    @Test
    void namesTheLimitThatIsReached() throws Exception {
        RpcException tooLarge =
                assertThrows(RpcException.class, () -> files.put("a", "x".repeat(5000)));
        assertTrue(tooLarge.getMessage().contains("fs.max_file is 4096"), tooLarge.getMessage());
        files.put("a", "x".repeat(4096));
        files.put("b", "x".repeat(4096));
        RpcException tooMuch =
                assertThrows(RpcException.class, () -> files.put("c", "x".repeat(4096)));
        assertTrue(tooMuch.getMessage().contains("fs.max_bytes is 10000"), tooMuch.getMessage());
        files.put("c", "x");
        RpcException tooMany = assertThrows(RpcException.class, () -> files.put("d", "x"));
        assertTrue(tooMany.getMessage().contains("fs.max_files is 3"), tooMany.getMessage());
        files.put("b", "smaller");
        assertEquals("smaller", files.get("b"));
    }

    @Test
    void doesNotFollowLinks() throws Exception {
        Path outside = Files.writeString(data.resolve("outside"), "keep");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createDirectory(folder.resolve("folder"));
        assertEquals("[]", files.call("FS.List", "{}").toString());
        refused("FS.Get", "{'filename':'link'}");
        refused("FS.Put", "{'filename':'link','data':'YWI='}");
        refused("FS.Remove", "{'filename':'link'}");
        refused("FS.Put", "{'filename':'folder','data':'YWI='}");
        files.put("a", "x");
        refused("FS.Rename", "{'src':'a','dst':'link'}");
        assertEquals("keep", Files.readString(outside));
        assertTrue(Files.isSymbolicLink(folder.resolve("link")));
    }

    @Test
    void anyOrderOfPartsEndsAsTheySay() throws Exception {
        Random random = new Random(1);
        byte[] wanted = new byte[0];
        for (int i = 0; i < 500; i++) {
            int at = random.nextInt(wanted.length + 1);
            byte[] part = new byte[random.nextInt(Math.max(1, Math.min(700, 4096 - at)))];
            random.nextBytes(part);
            files.part("blob", at, part);
            int length = at == 0 ? part.length : Math.max(wanted.length, at + part.length);
            wanted = Arrays.copyOf(at == 0 ? new byte[0] : wanted, length);
            System.arraycopy(part, 0, wanted, at, part.length);
            assertEquals(new String(wanted, StandardCharsets.ISO_8859_1), files.get("blob"));
        }
    }

    private RpcException refused(String method, String params) {
        return assertThrows(RpcException.class, () -> files.call(method, params));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
