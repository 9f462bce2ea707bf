package ccm.core.config;

import static ccm.core.config.Sample.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** History, rollback, export, import and factory reset. */
@ExtendWith(Quiet.class)
class KeeperTest {
    private static final String SECRET = "correct-horse";
    private static final Map<String, String> NOBODY = Map.of();

    @TempDir Path data;
    private Path folder;
    private Keeper keeper;
    private Settings.Checks checks = (before, values) -> {};

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectories(data.resolve("config"));
        keeper = start(folder);
    }

    @Test
    void everySaveIsInTheHistoryWithWhoAndWhat() throws Exception {
        save("{'mqtt':{'server':'a','pass':'" + SECRET + "'}}");
        keeper.set(json("{'mqtt':{'keep_alive':5}}"), NOBODY);
        keeper.save(9, false, "HTTP 10.0.0.7 as admin", NOBODY);
        keeper.save(9, false, "again", NOBODY); // nothing new
        keeper = start(folder);
        List<History.Entry> entries = keeper.history().entries();
        assertEquals(2, entries.size());
        assertEquals("[mqtt.pass, mqtt.server]", entries.get(0).paths().toString());
        assertEquals("HTTP 10.0.0.7 as admin", entries.get(1).by());
        assertEquals("[mqtt.keep_alive]", entries.get(1).paths().toString());
        assertEquals(
                json("{'mqtt':{'keep_alive':5,'pass':'********','server':'a'}}"),
                keeper.shown(entries.get(1).layer()));
        assertNoFileShows(SECRET);
    }

    @Test
    void theHistoryKeepsTen() throws Exception {
        for (int i = 1; i <= 14; i++) {
            save("{'mqtt':{'keep_alive':" + i + "}}");
        }
        assertEquals(10, keeper.history().entries().size());
        assertEquals(5, start(folder).history().entries().get(0).n());
    }

    @Test
    void aLayerThatWasEditedIsFoundAndKeptWithoutShowingItsSecret() throws Exception {
        save("{'mqtt':{'server':'a'}}");
        write("conf9.json", "{'mqtt':{'server':'b','pass':'" + SECRET + "'}}");
        keeper = start(folder);
        save("{'mqtt':{'server':'c'}}");
        List<History.Entry> entries = keeper.history().entries();
        assertEquals(
                "saved found saved",
                String.join(" ", entries.stream().map(History.Entry::what).toList()));
        assertNoFileShows(SECRET);
        keeper.rollback(2, "test", NOBODY);
        assertEquals("\"b\" \"" + SECRET + "\"", values("mqtt.server", "mqtt.pass"));
    }

    @Test
    void aDamagedHistoryIsBegunAnew() throws Exception {
        write("saved/history.json", "{'entries':[{'layer':5}]}");
        save("{'mqtt':{'server':'a'}}");
        assertEquals(1, start(folder).history().entries().size());
    }

    @Test
    void rollbackBringsAWholeLayerBackAndDropsWhatIsNotSaved() throws Exception {
        save("{'mqtt':{'server':'a','pass':'" + SECRET + "'}}");
        save("{'mqtt':{'server':'b','pass':'other','keep_alive':5}}");
        keeper.set(json("{'mqtt':{'max_qos':0}}"), NOBODY);
        keeper.rollback(1, "test", NOBODY);
        assertEquals(
                "\"a\" \"" + SECRET + "\" 60 1",
                values("mqtt.server", "mqtt.pass", "mqtt.keep_alive", "mqtt.max_qos"));
        keeper = start(folder);
        assertEquals("\"a\" \"" + SECRET + "\"", values("mqtt.server", "mqtt.pass"));
        assertEquals("rolled back to 1", keeper.history().entries().get(2).what());
        assertTrue(
                refused(() -> keeper.rollback(99, "test", NOBODY)).startsWith("n is 99, must be"));
    }

    @Test
    void rollbackMeetsLocksAndChecks() throws Exception {
        save("{'mqtt':{'server':'a'}}");
        save("{'mqtt':{'server':'b'}}");
        checks =
                (before, values) -> {
                    throw new ConfigException(ConfigException.Kind.CONTRADICTION, "no");
                };
        keeper = start(folder);
        assertEquals("no", refused(() -> keeper.rollback(1, "test", NOBODY)));
        write("conf5.json", "{'conf_acl':'-mqtt.server,*'}");
        keeper = start(folder);
        assertTrue(
                refused(() -> keeper.rollback(1, "test", NOBODY))
                        .startsWith("mqtt.server: locked, conf_acl of layer 5"));
        assertEquals("b", json(read("conf9.json")).at("/mqtt/server").textValue());
    }

    @Test
    void anExportMovesToAnotherGatewayWithItsSecrets() throws Exception {
        save("{'mqtt':{'server':'a','pass':'" + SECRET + "','keep_alive':5}}");
        ObjectNode plain = keeper.export().document("");
        assertEquals(
                json(
                        "{'ccm_config':1,'config':{'mqtt':{'keep_alive':5,'pass':'********',"
                                + "'server':'a'}}}"),
                plain);
        ObjectNode sealed = keeper.export().document("a long phrase");
        assertFalse(sealed.toString().contains(SECRET));
        keeper = start(Files.createDirectories(data.resolve("other")));
        save("{'mqtt':{'max_qos':0}}");
        keeper.importUser(Exported.read(sealed, "a long phrase"), "test", NOBODY);
        assertEquals(
                "\"a\" \"" + SECRET + "\" 5 1",
                values("mqtt.server", "mqtt.pass", "mqtt.keep_alive", "mqtt.max_qos"));
        keeper.importUser(Exported.read(plain, ""), "test", NOBODY); // the mask: its own secret
        assertEquals("\"" + SECRET + "\"", values("mqtt.pass"));
    }

    @Test
    void anImportIsCheckedAllOfItFirst() throws Exception {
        save("{'mqtt':{'server':'mine'}}");
        write("conf5.json", "{'conf_acl':'-mqtt.max_qos,*'}");
        keeper = start(folder);
        ObjectNode before = (ObjectNode) json(read("conf9.json"));
        assertTrue(notImported("{}").startsWith("export: no answer of Config.Export"));
        assertTrue(
                notImported("{'ccm_config':1,'config':{'mqtt':{'server':'a','keep_alive':-1}}}")
                        .startsWith("mqtt.keep_alive: found -1"));
        assertTrue(
                notImported("{'ccm_config':1,'config':{'mqtt':{'x':1}}}")
                        .startsWith("mqtt.x: no such setting"));
        assertTrue(
                notImported("{'ccm_config':1,'config':{'mqtt':{'server':'a','max_qos':0}}}")
                        .startsWith("mqtt.max_qos: locked, conf_acl of layer 5"));
        assertTrue(
                notImported("{'ccm_config':1,'config':{},'secrets':{'kdf':'x'}}")
                        .startsWith("passphrase: missing"));
        String deep = "{'a':".repeat(20) + "1" + "}".repeat(20);
        assertTrue(
                notImported("{'ccm_config':1,'config':" + deep + "}")
                        .startsWith("config: nested deeper than 16"));
        ObjectNode wide = (ObjectNode) json("{'ccm_config':1,'config':{}}");
        for (int i = 0; i < 6000; i++) {
            wide.withObject("/config").put("a" + i, i);
        }
        assertTrue(notImported(wide.toString()).startsWith("config: more than 5000 values"));
        assertEquals(before, json(read("conf9.json")));
        assertEquals("\"mine\"", values("mqtt.server"));
    }

    @Test
    void aWrongPassphraseOpensNothing() throws Exception {
        save("{'mqtt':{'pass':'" + SECRET + "'}}");
        ObjectNode sealed = keeper.export().document("a long phrase");
        assertEquals(
                "secrets: do not open with this passphrase, or are damaged",
                refused(() -> Exported.read(sealed, "another phrase")));
        assertTrue(refused(() -> keeper.export().document("short")).startsWith("passphrase: must"));
        sealed.withObject("/secrets").put("iterations", 1_000_000_000);
        assertTrue(
                refused(() -> Exported.read(sealed, "a long phrase"))
                        .startsWith("secrets: sealed in a way"));
    }

    @Test
    void aFactoryResetIsDecidedAndTheNextStartFindsTheVendorsAndTheKey() throws Exception {
        keeper.setLevel(5, json("{'mqtt':{'server':'vendor','pass':'" + SECRET + "'}}"));
        save("{'mqtt':{'server':'mine','keep_alive':5}}");
        keeper.save(9, true, "test", NOBODY);
        keeper.factoryReset("test");
        assertTrue(refused(() -> save("{'mqtt':{'keep_alive':6}}")).startsWith("the gateway was"));
        assertEquals("test", read("factory-reset"));
        Sample.finishReset(folder);
        assertEquals("[conf5.json, device.key]", files().toString());
        keeper = start(folder);
        assertEquals(
                "\"vendor\" \"" + SECRET + "\" 60",
                values("mqtt.server", "mqtt.pass", "mqtt.keep_alive"));
        assertTrue(keeper.history().entries().isEmpty());
    }

    @Test
    void untilThenNothingCanBeChangedByAFreshBundleEither() throws Exception {
        save("{'mqtt':{'server':'mine'}}");
        keeper.factoryReset("test");
        keeper = start(folder);
        assertEquals("\"mine\"", values("mqtt.server"));
        assertTrue(refused(() -> save("{'mqtt':{'keep_alive':6}}")).startsWith("the gateway was"));
    }

    @Test
    void aFactoryResetThatCannotBeDecidedChangesNothing() throws Exception {
        save("{'mqtt':{'server':'mine'}}");
        Files.createDirectories(folder.resolve("factory-reset/in the way"));
        assertTrue(refused(() -> keeper.factoryReset("test")).startsWith(folder + ": cannot be"));
        save("{'mqtt':{'keep_alive':5}}");
        assertEquals("\"mine\" 5", values("mqtt.server", "mqtt.keep_alive"));
    }

    private Keeper start(Path place) throws IOException {
        Launched launched = new Launched(place, new TreeMap<>(), new TreeMap<>());
        Keeper started = new Keeper(launched, (b, v) -> checks.check(b, v), System::nanoTime);
        started.settings().schema(Sample.schema(Sample.BROKER, Sample.ROOT));
        started.open(true);
        return started;
    }

    private void save(String change) throws ConfigException {
        keeper.setAndSave(json(change), false, "test", NOBODY);
    }

    private String notImported(String document) {
        return refused(() -> keeper.importUser(Exported.read(json(document), ""), "test", NOBODY));
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws Exception;
    }

    private static String refused(Attempt attempt) {
        return assertThrows(ConfigException.class, attempt::make).getMessage();
    }

    private String values(String... paths) {
        return String.join(
                " ",
                Stream.of(paths)
                        .map(path -> keeper.settings().inForce().get(path).toString())
                        .toList());
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace('\'', '"'));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void assertNoFileShows(String secret) throws IOException {
        for (String name : files()) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains(secret), name);
        }
    }
}
