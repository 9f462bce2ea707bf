package ccm.core.config;

import static ccm.core.config.Sample.json;
import static ccm.core.config.Sample.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How layers, command line and unsaved changes make up what is in force. */
@ExtendWith(Quiet.class)
class SettingsTest {
    private static final String SECRET = "correct-horse";

    @TempDir Path folder;
    private final SortedMap<String, JsonNode> product = new TreeMap<>();
    private final SortedMap<String, JsonNode> typed = new TreeMap<>();
    private Settings settings;

    @BeforeEach
    void start() throws IOException {
        settings = new Settings(new Layers(folder, product), typed);
        settings.schema(Sample.schema());
        settings.useTrial();
    }

    @Test
    void whatIsSetIsInForceAndLostAtTheNextStart() throws Exception {
        set("{'mqtt':{'keep_alive':5}}");
        assertEquals("5", value("mqtt.keep_alive"));
        start();
        assertEquals("60", value("mqtt.keep_alive"));
    }

    @Test
    void whatIsSavedLastsAndIsTheDifferenceOnly() throws Exception {
        set("{'mqtt':{'keep_alive':5,'server':'x','reconnect_timeout_min':2,'ratio':0.1}}");
        settings.save(9, false);
        assertEquals(json("{'mqtt':{'keep_alive':5,'server':'x'}}"), file("conf9.json"));
        start();
        start();
        assertEquals("5", value("mqtt.keep_alive"));
        set("{'mqtt':{'keep_alive':60}}");
        settings.save(9, false);
        assertEquals(json("{'mqtt':{'server':'x'}}"), file("conf9.json"));
    }

    @Test
    void layersLieUponEachOther() throws Exception {
        product.putAll(Leaves.of(object("{'mqtt':{'server':'product','keep_alive':1}}")));
        write("conf1.json", "{'mqtt':{'keep_alive':2,'max_qos':0}}");
        write("conf5.json", "{'mqtt':{'keep_alive':3}}");
        write("conf9.json", "{'mqtt':{'keep_alive':60}}");
        start();
        assertEquals("60 1 2 2 3 3 60", levels("mqtt.keep_alive", 0, -1, 1, 4, 5, 8, 9));
        assertEquals("\"product\"", value("mqtt.server"));
        set("{'mqtt':{'keep_alive':3}}");
        settings.save(9, false);
        assertEquals(json("{}"), file("conf9.json"));
    }

    @Test
    void aLowerLayerIsTheDifferenceToThoseBelowIt() throws Exception {
        product.putAll(Leaves.of(object("{'mqtt':{'server':'product'}}")));
        start();
        set("{'mqtt':{'server':'','keep_alive':9}}");
        settings.save(1, false);
        assertEquals(json("{'mqtt':{'keep_alive':9,'server':''}}"), file("conf1.json"));
        start();
        assertEquals("\"\"", value("mqtt.server"));
    }

    @Test
    void aChangedVendorLayerWaitsForTheNextStart() throws Exception {
        set("{'mqtt':{'max_qos':0}}");
        settings.setLevel(3, checked("{'mqtt':{'keep_alive':3,'max_qos':0}}"));
        assertEquals("60", value("mqtt.keep_alive"));
        settings.save(9, false);
        start();
        assertEquals("3", value("mqtt.keep_alive"));
        assertEquals(json("{}"), file("conf9.json"));
    }

    @Test
    void theCommandLineIsTopmostAndNeverSaved() throws Exception {
        write("conf9.json", "{'mqtt':{'server':'saved'}}");
        typed.putAll(
                Leaves.of(object("{'mqtt':{'server':'typed','keep_alive':'7','enable':'true'}}")));
        start();
        assertEquals("\"typed\"", value("mqtt.server"));
        assertEquals("7", value("mqtt.keep_alive"));
        assertEquals("true", value("mqtt.enable"));
        set("{'mqtt':{'server':'typed','max_qos':0}}");
        settings.save(9, false);
        assertEquals(json("{'mqtt':{'server':'saved','max_qos':0}}"), file("conf9.json"));
        set("{'mqtt':{'server':'set'}}");
        settings.save(9, false);
        assertEquals("\"set\"", value("mqtt.server"));
        typed.clear();
        start();
        assertEquals("\"set\"", value("mqtt.server"));
    }

    @Test
    void aWrongCommandLineIsSaidAndTheRestCounts() throws Exception {
        Quiet.expectErrors();
        typed.putAll(Leaves.of(object("{'mqtt':{'keep_alive':'x','server':5},'foo':{'bar':1}}")));
        start();
        assertEquals("60", value("mqtt.keep_alive"));
        assertEquals("\"5\"", value("mqtt.server"));
        assertTrue(Quiet.errors().toString().contains("foo.bar"));
        assertTrue(Quiet.errors().toString().contains("mqtt.keep_alive: found \"x\""));
    }

    @Test
    void whatIsTriedOnceCountsForOneStart() throws Exception {
        write("conf9.json", "{'mqtt':{'server':'good','keep_alive':5}}");
        start();
        set("{'mqtt':{'server':'tried','keep_alive':60}}");
        settings.save(9, true);
        assertEquals(json("{'mqtt':{'server':'tried'}}"), file("conf9.json.try"));
        start();
        assertEquals("\"tried\" 60", value("mqtt.server") + " " + value("mqtt.keep_alive"));
        assertFalse(Files.exists(folder.resolve("conf9.json.try")));
        start();
        assertEquals("\"good\" 5", value("mqtt.server") + " " + value("mqtt.keep_alive"));
    }

    @Test
    void whatWasTriedCanBeSaved() throws Exception {
        write("conf9.json.try", "{'mqtt':{'server':'tried'}}");
        start();
        settings.save(9, false);
        start();
        assertEquals("\"tried\"", value("mqtt.server"));
    }

    @Test
    void secretsAreSealedOnDiskAndKeepTheirSeal() throws Exception {
        set("{'mqtt':{'pass':'" + SECRET + "'}}");
        settings.save(9, false);
        String first = file("conf9.json").at("/mqtt/pass").textValue();
        assertTrue(first.startsWith("sealed:1:"));
        start();
        assertEquals('"' + SECRET + '"', value("mqtt.pass"));
        set("{'mqtt':{'server':'x','pass':'********'}}");
        settings.save(9, false);
        assertEquals(first, file("conf9.json").at("/mqtt/pass").textValue());
        assertNoFileShows(SECRET);
    }

    @Test
    void aSecretWrittenByHandIsTakenAndSealedAtTheNextSave() throws Exception {
        write("conf9.json", "{'mqtt':{'pass':'" + SECRET + "'}}");
        start();
        assertEquals('"' + SECRET + '"', value("mqtt.pass"));
        settings.save(9, false);
        assertNoFileShows(SECRET);
        start();
        assertEquals('"' + SECRET + '"', value("mqtt.pass"));
    }

    @Test
    void aSecretWhoseKeyIsLostIsUnsetAndComesBackWithItsKey() throws Exception {
        Quiet.expectErrors();
        set("{'mqtt':{'pass':'" + SECRET + "'}}");
        settings.save(9, false);
        Path key = folder.resolve("device.key");
        Path kept = folder.resolve("kept");
        Files.move(key, kept);
        start();
        assertEquals("\"\"", value("mqtt.pass"));
        String error = Quiet.errors().get(0);
        assertTrue(error.contains("mqtt.pass") && error.contains(key.toString()), error);
        set("{'mqtt':{'server':'x'}}");
        settings.save(9, false); // must not throw the sealed secret away
        Files.move(kept, key);
        start();
        assertEquals('"' + SECRET + '"', value("mqtt.pass"));
    }

    @Test
    void whatNoBundleHasIsKeptInTheFile() throws Exception {
        write(
                "conf9.json",
                "{'wifi':{'sta':{'ssid':'x','list':[1,{}]},'e':{}},'mqtt':{'server':'y'}}");
        start();
        set("{'mqtt':{'keep_alive':5}}");
        settings.save(9, false);
        assertEquals(
                json(
                        "{'wifi':{'sta':{'ssid':'x','list':[1,{}]},'e':{}},"
                                + "'mqtt':{'server':'y','keep_alive':5}}"),
                file("conf9.json"));
    }

    @Test
    void aBundleThatComesBackFindsItsValues() throws Exception {
        set("{'mqtt':{'keep_alive':5}}");
        settings.save(9, false);
        set("{'mqtt':{'server':'unsaved'}}");
        settings.schema(Schema.EMPTY);
        assertTrue(settings.inForce().isEmpty());
        settings.save(9, false);
        settings.schema(Sample.schema());
        assertEquals("5", value("mqtt.keep_alive"));
        assertEquals("\"unsaved\"", value("mqtt.server"));
    }

    @Test
    void aWrongValueInAFileIsSaidAndLeftOut() throws Exception {
        Quiet.expectErrors();
        write("conf9.json", "{'mqtt':{'keep_alive':-1,'server':'x'}}");
        start();
        assertEquals("60", value("mqtt.keep_alive"));
        assertEquals("\"x\"", value("mqtt.server"));
        String error = Quiet.errors().get(0);
        assertTrue(error.contains("mqtt.keep_alive: found -1, must be from 0 to 65535"), error);
    }

    @Test
    void aFolderThatTakesNothingLeavesEverythingAsItIs() throws Exception {
        Quiet.expectErrors();
        Files.delete(folder);
        Files.writeString(folder, "in the way");
        start();
        set("{'mqtt':{'keep_alive':5,'pass':'" + SECRET + "'}}");
        ConfigException failed = assertThrows(ConfigException.class, () -> settings.save(9, false));
        assertEquals(ConfigException.Kind.STORAGE, failed.kind());
        assertTrue(failed.getMessage().startsWith(folder + ": cannot save conf9.json ("));
        assertFalse(failed.getMessage().contains(SECRET));
        assertEquals("5", value("mqtt.keep_alive"));
        Files.delete(folder);
        Files.createDirectory(folder);
        settings.save(9, false);
        assertEquals(json("5"), file("conf9.json").at("/mqtt/keep_alive"));
    }

    @Test
    void whatAnEarlierInstanceHadUnsavedComesBack() throws Exception {
        typed.putAll(Leaves.of(object("{'mqtt':{'max_qos':0}}")));
        start();
        set("{'mqtt':{'keep_alive':5}}");
        settings.setLevel(2, checked("{'mqtt':{'server':'later'}}"));
        Map<String, JsonNode> before = new TreeMap<>(settings.inForce());
        Map<String, JsonNode> held = only(before, settings.held());
        Map<String, JsonNode> changed = only(before, settings.changed());
        assertEquals("[mqtt.keep_alive]", changed.keySet().toString());
        start();
        settings.restore(held, changed);
        assertEquals(before, settings.inForce());
    }

    private static Map<String, JsonNode> only(Map<String, JsonNode> all, Iterable<String> paths) {
        Map<String, JsonNode> some = new TreeMap<>();
        paths.forEach(path -> some.put(path, all.get(path)));
        return some;
    }

    private void set(String change) throws Exception {
        settings.set(checked(change));
    }

    private static SortedMap<String, JsonNode> checked(String change) throws Exception {
        return Sample.schema().check(json(change));
    }

    private String value(String path) {
        return settings.inForce().get(path).toString();
    }

    /** The value at several levels; -1 is level 1 without its overlay, the product's own file. */
    private String levels(String path, int... levels) {
        StringBuilder text = new StringBuilder();
        for (int level : levels) {
            JsonNode value = level < 0 ? product.get(path) : settings.level(level).get(path);
            text.append(value).append(' ');
        }
        return text.toString().trim();
    }

    private JsonNode file(String name) throws IOException {
        return json(Files.readString(folder.resolve(name)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace('\'', '"'));
    }

    private void assertNoFileShows(String secret) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), "ISO-8859-1").contains(secret),
                        file.toString());
            }
        }
    }
}
