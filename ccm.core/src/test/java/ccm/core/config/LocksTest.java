package ccm.core.config;

import static ccm.core.config.Sample.json;
import static ccm.core.config.Sample.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.parts.acl.PathAcl;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What vendors lock stays as they want it, whichever way a change comes in. */
@ExtendWith(Quiet.class)
class LocksTest {
    private static final String BY_5 = ": locked, conf_acl of layer 5 is \"-mqtt.server,mqtt.*\"";
    private static final String LOCK =
            "{'conf_acl':'-mqtt.server,mqtt.*','mqtt':{'server':'vendor'}}";

    @TempDir Path folder;
    private final SortedMap<String, JsonNode> product = new TreeMap<>();
    private Optional<Lock> operator = Optional.empty();
    private Settings settings;

    @BeforeEach
    void start() throws IOException {
        settings = new Settings(new Layers(folder, product, operator), new TreeMap<>());
        settings.schema(Sample.schema(Sample.BROKER, Sample.ROOT));
        settings.useTrial();
    }

    @Test
    void aLockedPathIsRefusedWithItsLockAndItsLayerAndNothingIsChanged() throws Exception {
        write("conf5.json", LOCK);
        start();
        assertEquals(
                "mqtt.server" + BY_5 + ", and its entry -mqtt.server denies this path",
                refused(() -> set("{'mqtt':{'keep_alive':5,'server':'mine'}}")));
        assertEquals("60", value("mqtt.keep_alive"));
        assertEquals(
                "conf_acl" + BY_5 + ", and no entry of it allows this path",
                refused(() -> set("{'conf_acl':'*'}")));
        set("{'mqtt':{'keep_alive':5}}");
        assertEquals("5", value("mqtt.keep_alive"));
    }

    @Test
    void theWholeTreePassesWhenLockedValuesAreUnchanged() throws Exception {
        write("conf5.json", LOCK);
        start();
        settings.set(settings.inForce());
        settings.setAndSaveAll(settings.inForce(), false);
        assertEquals(json("{}"), file("conf9.json"));
    }

    @Test
    void whatTheUserHadSavedBeforeTheLockDoesNotCountWhileItHolds() throws Exception {
        write("conf9.json", "{'mqtt':{'server':'mine','keep_alive':5},'conf_acl':'*'}");
        write("conf5.json", LOCK);
        start();
        assertEquals("\"vendor\" 5", value("mqtt.server") + " " + value("mqtt.keep_alive"));
        set("{'mqtt':{'max_qos':0}}");
        settings.save(9, false);
        assertEquals(
                json("{'mqtt':{'server':'mine','keep_alive':5,'max_qos':0},'conf_acl':'*'}"),
                file("conf9.json"));
        Files.delete(folder.resolve("conf5.json"));
        Files.deleteIfExists(folder.resolve("conf5.json.bak"));
        start();
        assertEquals("\"mine\"", value("mqtt.server"));
    }

    @Test
    void aChangeMadeBeforeTheLockCameCannotBeSavedButTakenBack() throws Exception {
        set("{'mqtt':{'server':'mine'}}");
        settings.setLevel(5, checked(LOCK));
        assertTrue(refused(() -> settings.save(9, false)).startsWith("mqtt.server" + BY_5));
        assertTrue(refused(() -> settings.save(9, true)).startsWith("mqtt.server" + BY_5));
        assertTrue(
                refused(() -> settings.setAndSaveAll(checked("{'mqtt':{'keep_alive':5}}"), false))
                        .startsWith("mqtt.server" + BY_5));
        assertEquals("60", value("mqtt.keep_alive"));
        assertTrue(Files.notExists(folder.resolve("conf9.json")));
        set("{'mqtt':{'server':'vendor'}}"); // what the saved layers say
        settings.save(9, false);
        start();
        assertEquals("\"vendor\"", value("mqtt.server"));
    }

    @Test
    void aTrialThatTheLockOvertookDoesNotCount() throws Exception {
        write("conf9.json.try", "{'mqtt':{'server':'mine','keep_alive':5}}");
        write("conf5.json", LOCK);
        start();
        assertEquals("\"vendor\" 5", value("mqtt.server") + " " + value("mqtt.keep_alive"));
    }

    @Test
    void vendorLayersAreOpenUntilTheyLockSomethingAndClosedFromThenOn() throws Exception {
        settings.setLevel(3, checked("{'mqtt':{'max_qos':0}}"));
        settings.setLevel(5, checked(LOCK));
        for (int level : new int[] {1, 3, 5, 8}) {
            assertEquals(
                    "mqtt.keep_alive"
                            + BY_5
                            + ": while it locks anything, layer "
                            + level
                            + " is changed in its file, or by a gateway that was started with --set"
                            + " conf_acl=*",
                    refused(() -> settings.setLevel(level, checked("{'mqtt':{'keep_alive':5}}")))
                            .replace(", and its entry -mqtt.server denies this path", ""));
        }
        assertTrue(refused(() -> settings.setLevel(5, checked("{'conf_acl':'*'}"))).contains(BY_5));
        assertTrue(refused(() -> settings.setLevel(1, checked("{'conf_acl':'x'}"))).contains(BY_5));
        set("{'mqtt':{'keep_alive':5}}");
        assertTrue(refused(() -> settings.save(3, false)).contains(BY_5));
        settings.setLevel(5, checked("{'conf_acl':'-mqtt.server,mqtt.*'}")); // changes nothing
    }

    @Test
    void aLockOfALowerLayerHoldsForTheVendorsAboveIt() throws Exception {
        product.putAll(Leaves.of(object("{'conf_acl':'-mqtt.server,-conf_acl,*'}")));
        write("conf5.json", "{'conf_acl':'*','mqtt':{'server':'dealer','keep_alive':5}}");
        start();
        assertEquals("\"\" 5", value("mqtt.server") + " " + value("mqtt.keep_alive"));
        assertTrue(
                refused(() -> set("{'mqtt':{'server':'mine'}}"))
                        .startsWith("mqtt.server: locked, conf_acl of the product's file is"));
    }

    @Test
    void aLockThatIsNoTextLocksEverything() throws Exception {
        Quiet.expectErrors(); // that value is wrong, too
        write("conf5.json", "{'conf_acl':5}");
        start();
        assertEquals(
                "mqtt.server: locked, conf_acl of layer 5 is \"\", and no entry of it allows this"
                        + " path",
                refused(() -> set("{'mqtt':{'server':'mine'}}")));
    }

    @Test
    void whoStartsTheGatewayCanLiftTheLocksForThatRun() throws Exception {
        write("conf5.json", LOCK);
        operator = Optional.of(new Lock(PathAcl.ALL, "the command line"));
        start();
        settings.setLevel(5, checked("{'conf_acl':'mqtt.*'}"));
        operator = Optional.empty();
        start();
        set("{'mqtt':{'server':'mine'}}");
        assertEquals("\"mine\"", value("mqtt.server"));
    }

    @Test
    void aLockInTheUsersOwnLayerLocksNothing() throws Exception {
        set("{'conf_acl':''}");
        settings.save(9, false);
        start();
        set("{'mqtt':{'server':'mine'},'conf_acl':'*'}");
        settings.save(9, false);
        assertEquals("\"mine\"", value("mqtt.server"));
    }

    @Test
    void aLockHoldsForConsoleRollbackAndImport() throws Exception {
        write("conf5.json", LOCK);
        start();
        assertTrue(
                refused(() -> settings.setAndSave(checked("{'mqtt':{'server':'mine'}}")))
                        .contains(BY_5));
        SortedMap<String, JsonNode> old =
                settings.withUser(Leaves.of(object("{'mqtt':{'server':'mine'}}")));
        assertTrue(refused(() -> settings.putUser(old)).contains(BY_5));
        settings.returnTo(Leaves.of(object("{'mqtt':{'server':'mine','keep_alive':5}}")));
        assertEquals("\"vendor\" 5", value("mqtt.server") + " " + value("mqtt.keep_alive"));
        assertEquals(json("{'mqtt':{'keep_alive':5}}"), file("conf9.json"));
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws Exception;
    }

    private static String refused(Attempt attempt) {
        ConfigException refused = assertThrows(ConfigException.class, attempt::make);
        assertEquals(ConfigException.Kind.LOCKED, refused.kind());
        return refused.getMessage();
    }

    private void set(String change) throws Exception {
        settings.set(checked(change));
    }

    private SortedMap<String, JsonNode> checked(String change) throws Exception {
        return settings.schema().check(json(change));
    }

    private String value(String path) {
        return settings.inForce().get(path).toString();
    }

    private JsonNode file(String name) throws IOException {
        return json(Files.readString(folder.resolve(name)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace('\'', '"'));
    }
}
