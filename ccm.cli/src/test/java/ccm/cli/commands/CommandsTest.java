package ccm.cli.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Device;
import ccm.cli.FakeGateway;
import ccm.cli.Typed;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class CommandsTest {
    private static final String TREE =
            "{\"mqtt\":{\"enable\":false,\"server\":\"\",\"keep_alive\":60,\"rate\":1.5},"
                    + "\"wifi\":{\"ap\":{\"enable\":true},\"sta\":{\"enable\":false,\"ssid\":\"\","
                    + "\"pass\":\"\"}},\"list\":[1]}";

    @TempDir Path folder;
    private final Typed ccm = new Typed();
    private final Device device = new Device();
    private FakeGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new FakeGateway(folder, device);
        device.results.put("Config.Get", TREE);
        device.results.put("Config.Set", "{\"saved\":true}");
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
    }

    @Test
    void configGetPrintsValuesBareAndSectionsAsJson() {
        assertPrints("60\n", "config-get", "mqtt.keep_alive");
        assertPrints("\n", "config-get", "mqtt.server");
        assertPrints("\"\"\n", "config-get", "mqtt.server", "--json");
        assertPrints("{\n  \"enable\": true\n}\n", "config-get", "wifi.ap");
        assertPrints(TREE + "\n", "config-get", "--json");
        assertTrue(device.frames.get(0).endsWith("\"method\":\"Config.Get\"}"), "no params");
        assertPrints("60\n", "config-get", "--level", "0", "mqtt.keep_alive");
        assertTrue(device.frames.get(5).endsWith("\"params\":{\"level\":0}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mqtt.servr|mqtt.servr: no such setting. There is: mqtt.enable, mqtt.server,",
                "mqt|mqt: no such setting. There is: mqtt.*",
                "mqtt.server.x|mqtt.server.x: no such setting. It is a single value",
            })
    void aPathThatIsNotThereNamesThoseThatAre(String path, String expected) {
        assertEquals(1, run("config-get", path));
        assertTrue(ccm.err().startsWith(expected), ccm.err());
        assertEquals(1, run("config-set", path + "=1"));
        assertTrue(ccm.err().startsWith(expected), ccm.err());
    }

    @Test
    void configSetSendsTheTypesOfTheTreeAndRestartsADeviceOfBefore() throws IOException {
        assertPrints(
                "set and saved; it restarts\n",
                "config-set",
                "mqtt.enable=true",
                "mqtt.server=1883",
                "mqtt.keep_alive=30",
                "mqtt.rate=2",
                "list=[2,3]");
        assertEquals(
                "{\"config\":{\"mqtt\":{\"enable\":true,\"server\":\"1883\",\"keep_alive\":30,"
                        + "\"rate\":2},\"list\":[2,3]},\"save\":true,\"reboot\":true}",
                device.params("Config.Set").compact());
    }

    @Test
    void aGatewayThatAppliesAtOnceIsNotRestartedUnlessAsked() throws IOException {
        device.results.put("Config.Get", "{\"config\":{\"probation_s\":300},\"a\":{\"b\":1}}");
        assertPrints("set and saved\n", "config-set", "a.b=2");
        assertEquals(
                "{\"config\":{\"a\":{\"b\":2}},\"save\":true}",
                device.params("Config.Set").compact());
        assertPrints("set and saved; it restarts\n", "config-set", "a.b=2", "--reboot");
        assertTrue(device.params("Config.Set").compact().endsWith("\"reboot\":true}"));
    }

    @Test
    void theOptionsOfConfigSetBecomeMembers() throws IOException {
        assertPrints(
                "{\"saved\":true}\n",
                "config-set",
                "--no-reboot",
                "--try-once",
                "--level=3",
                "mqtt.keep_alive=1",
                "--json");
        assertEquals(
                "{\"config\":{\"mqtt\":{\"keep_alive\":1}},\"level\":3,\"save\":true,"
                        + "\"try_once\":true}",
                device.params("Config.Set").compact());
        assertPrints("set, not saved\n", "config-set", "--no-save", "mqtt.keep_alive=1");
        assertEquals(
                "{\"config\":{\"mqtt\":{\"keep_alive\":1}}}",
                device.params("Config.Set").compact());
        assertEquals(2, run("config-set", "mqtt.keep_alive=1", "--reboot", "--no-reboot"));
    }

    @Test
    void aDeviceThatDoesNotSaveByItselfIsToldTo() throws IOException {
        device.results.put("Config.Set", "null");
        device.results.put("Config.Save", "{\"saved\":true}");
        assertPrints("set and saved; it restarts\n", "config-set", "mqtt.enable=true");
        assertEquals("{\"reboot\":true}", device.params("Config.Save").compact());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mqtt.enable=1|mqtt.enable=1: must be true or false, like false",
                "mqtt.keep_alive=yes|mqtt.keep_alive=yes: not a value of its type",
                "mqtt.keep_alive=true|mqtt.keep_alive=true: must be a number, like 60",
                "mqtt.keep_alive=\"5\"|mqtt.keep_alive=\"5\": must be a number",
                "mqtt=1|mqtt: a section. Name a setting in it: mqtt.enable",
                "list=1|list=1: must be a JSON array",
            })
    void aValueOfAnotherTypeIsNotSent(String word, String expected) {
        assertEquals(1, run("config-set", word));
        assertTrue(ccm.err().startsWith(expected), ccm.err());
        assertEquals(1, device.frames.size());
    }

    @Test
    void wifiAsksForThePasswordThatWasNotTyped() throws IOException {
        ccm.input("top secret\n");
        assertPrints("set and saved; it restarts\n", "wifi", "My network");
        assertEquals(
                "{\"config\":{\"wifi\":{\"ap\":{\"enable\":false},\"sta\":{\"enable\":true,"
                        + "\"ssid\":\"My network\",\"pass\":\"top secret\"}}},\"save\":true,"
                        + "\"reboot\":true}",
                device.params("Config.Set").compact());
        assertEquals(0, run("wifi", "net", "pass"));
        assertTrue(device.params("Config.Set").compact().contains("\"pass\":\"pass\""));
    }

    @Test
    void wifiIsTriedWhereThatIsPossible() throws IOException {
        device.results.put(
                "Provision.Join", "{\"saved\":true,\"text\":\"Connected to \\\"net\\\".\"}");
        assertPrints("Connected to \"net\".\n", "wifi", "net", "pass");
        assertEquals(
                "{\"ssid\":\"net\",\"pass\":\"pass\"}", device.params("Provision.Join").compact());
        assertEquals(1, device.frames.size());
        device.results.put(
                "Provision.Join", "!\"error\":{\"code\":400,\"message\":\"wrong password\"}");
        assertEquals(1, run("wifi", "net", "pass"));
        assertTrue(ccm.err().contains("wrong password"), ccm.err());
        assertTrue(ccm.err().contains("Nothing was changed"), ccm.err());
        assertPrints("set and saved; it restarts\n", "wifi", "--no-try", "net", "pass");
    }

    @Test
    void wifiForTheTimeBeingIsJoinedAndNotSet() throws IOException {
        device.results.put("Wifi.SetupSTA", "null");
        assertPrints("set, not saved: joins it now\n", "wifi", "--no-save", "net", "pass");
        assertEquals(
                "{\"ssid\":\"net\",\"pass\":\"pass\"}", device.params("Wifi.SetupSTA").compact());
        assertEquals(1, device.frames.size());
    }

    @Test
    void filesGoThereAndBackInChunks() throws IOException {
        byte[] content = new byte[1500];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 7);
        }
        Path file = Files.write(folder.resolve("ca.pem"), content);
        assertEquals(0, run("put", file.toString()), ccm.err());
        assertEquals(3, device.frames.size());
        assertTrue(device.frames.get(1).contains("\"offset\":512,\"append\":true"));
        assertArrayEquals(content, device.files.get("ca.pem").toByteArray());
        Path back = folder.resolve("back");
        assertEquals(0, run("get", "ca.pem", back.toString()), ccm.err());
        assertArrayEquals(content, Files.readAllBytes(back));
        assertEquals(0, run("get", "ca.pem", "--chunk-size=10000"));
        assertArrayEquals(content, ccm.outBytes());
    }

    @Test
    void anEmptyFileIsPutToo() throws IOException {
        assertEquals(0, run("put", Files.createFile(folder.resolve("e")).toString(), "empty"));
        assertEquals(0, device.files.get("empty").size());
        assertPrints("", "get", "empty");
    }

    @Test
    void lsSortsAndShowsSizes() {
        device.results.put("FS.List", "[\"b\",\"a\"]");
        device.results.put(
                "FS.ListExt", "[{\"name\":\"b\",\"size\":12},{\"name\":\"a\",\"size\":3}]");
        assertPrints("a\nb\n", "ls");
        assertPrints("         3 a\n        12 b\n", "ls", "-l");
        assertPrints("[\"b\",\"a\"]\n", "ls", "--json");
    }

    @Test
    void rmNamesTheFile() throws IOException {
        device.results.put("FS.Remove", "null");
        assertPrints("", "rm", "x");
        assertEquals("{\"filename\":\"x\"}", device.params("FS.Remove").compact());
        assertEquals(2, run("rm"));
        assertTrue(ccm.err().contains("something is missing behind it: FILE"), ccm.err());
    }

    @Test
    void theConsoleFollowsTheLog() throws IOException {
        device.results.put("Log.Read", "{\"lines\":[],\"last\":7}");
        assertPrints("", "console", "--seconds", "0");
        device.results.put(
                "Log.Read", "!\"error\":{\"code\":404,\"message\":\"No handler for x\"}");
        assertEquals(1, run("console", "--seconds", "0"));
        assertEquals("{\"after\":0,\"wait_ms\":0}", device.params("Log.Read").compact());
    }

    @Test
    void usersAreDefinedWithAPasswordFromStandardInput() throws IOException {
        device.results.put("Users.Set", "null");
        device.results.put("Users.Remove", "null");
        device.results.put("Users.List", "[\"admin\",\"joe\"]");
        ccm.input("secret\n");
        assertPrints("", "user", "add", "admin");
        assertEquals(
                "{\"user\":\"admin\",\"password\":\"secret\"}",
                device.params("Users.Set").compact());
        assertPrints("admin\njoe\n", "user", "list");
        assertPrints("", "user", "rm", "joe");
        ccm.input("");
        assertEquals(1, run("user", "add", "admin"));
        assertTrue(ccm.err().contains("no password. Nothing was changed"), ccm.err());
        assertEquals(2, run("user", "add"));
        assertEquals(2, run("user", "fly"));
    }

    @Test
    void aFactoryResetAsks() throws IOException {
        device.results.put("Config.FactoryReset", "{\"saved\":true}");
        ccm.input("n\n");
        assertEquals(1, run("factory-reset"));
        assertEquals(0, device.frames.size());
        assertTrue(ccm.err().contains("These go:   the user's settings"), ccm.err());
        assertTrue(ccm.err().contains("These stay: the vendor's settings"), ccm.err());
        ccm.input("y\n");
        assertPrints("reset; it restarts\n", "factory-reset");
        assertPrints("reset; it restarts\n", "factory-reset", "--yes");
        assertEquals(2, run("factory-reset", "now"));
        assertEquals(2, run("factory-reset", "--force"));
    }

    @Test
    void aGatewayThatIsNotRunningIsResetAtItsNextStart() throws IOException {
        Path data = folder.resolve("idle");
        Path marker = data.resolve("config/factory-reset");
        Files.createDirectories(data.resolve("config"));
        assertEquals(1, ccm.run("factory-reset", "--yes", "--data", data.toString()));
        assertTrue(ccm.err().contains("no gateway answers there"), ccm.err());
        Files.createFile(data.resolve("lock"));
        ccm.input("\n");
        assertEquals(1, ccm.run("factory-reset", "--data", data.toString()));
        assertTrue(ccm.err().contains(data + " goes back"), ccm.err());
        assertFalse(Files.exists(marker));
        assertEquals(0, ccm.run("factory-reset", "-y", "--data", data.toString()), ccm.err());
        assertEquals("it is not running; its next start begins with the reset\n", ccm.out());
        assertTrue(Files.exists(marker));
        assertEquals(0, device.frames.size());
    }

    @Test
    void savedLayersAreListedTakenBackAndCarriedOver() throws IOException {
        device.results.put(
                "Config.History",
                "{\"entries\":[{\"n\":3,\"time\":\"T\",\"by\":\"local\",\"what\":\"saved\","
                        + "\"paths\":[\"a.b\",\"c\"]}]}");
        device.results.put("Config.Rollback", "{\"saved\":true}");
        device.results.put("Config.Export", "{\"ccm_config\":1,\"config\":{},\"secrets\":{}}");
        device.results.put("Config.Import", "{\"saved\":true}");
        assertPrints("  3  T  saved  by local  a.b c\n", "config-history");
        assertPrints("saved\n", "config-rollback", "3");
        assertEquals("{\"n\":3}", device.params("Config.Rollback").compact());
        Path file = folder.resolve("settings.json");
        ccm.input("long enough\n");
        assertPrints("", "config-export", "--secrets", file.toString());
        assertTrue(Files.readString(file, UTF_8).startsWith("{\n  \"ccm_config\": 1,"));
        assertPrints("imported\n", "config-import", file.toString());
        assertEquals(
                "{\"export\":{\"ccm_config\":1,\"config\":{},\"secrets\":{}},"
                        + "\"passphrase\":\"long enough\"}",
                device.params("Config.Import").compact());
        assertEquals(2, run("config-rollback", "x"));
        assertEquals(1, run("config-import", folder.resolve("none").toString()));
    }

    @Test
    void optionsMayStandBeforeTheCommand() {
        assertEquals(
                0, ccm.run("--data", folder.toString(), "--timeout", "5s", "call", "Sum", "[2,3]"));
        assertEquals("5\n", ccm.out());
    }

    @Test
    void anAddressThatIsNoneShowsHowTheyLook() {
        assertEquals(2, run("call", "X", "--port", "gopher://x"));
        assertTrue(ccm.err().contains("not an address. Type one like ws://HOST/rpc"), ccm.err());
        assertEquals(2, run("call", "X", "--port", "udp://localhost"));
        assertTrue(ccm.err().contains("the port is missing. Type udp://localhost:PORT"));
        assertEquals(2, run("call", "X", "--port", "mqtt://localhost"));
        assertTrue(ccm.err().contains("whose? Type mqtt://localhost/DEVICE_ID"), ccm.err());
    }

    private void assertPrints(String expected, String... words) {
        assertEquals(0, run(words), ccm.err());
        assertEquals(expected, ccm.out());
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--data=" + folder);
        return ccm.run(all.toArray(String[]::new));
    }
}
