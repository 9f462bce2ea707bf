package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.itest.CcmCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code ./ccm} itself, as people type it and mistype it. */
public class CommandIT {
    private static final List<String> COMMANDS =
            List.of("demo", "run", "call", "sim", "test", "bench", "lab", "build");

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final CcmCommand ccm = new CcmCommand();

    @Test
    public void withoutAWordItHelps() throws Exception {
        Result help = ccm.run();
        assertEquals(0, help.status());
        for (String command : COMMANDS) {
            assertTrue(command, help.out().contains("\n  " + command));
        }
        assertEquals(help, ccm.run("help"));
        assertEquals(help, ccm.run("--help"));
    }

    @Test
    public void everyCommandHasHelpOfItsOwnWithAnExample() throws Exception {
        for (String command : COMMANDS) {
            Result help = ccm.run("help", command);
            assertEquals(command, 0, help.status());
            assertTrue(help.out(), help.out().startsWith("usage: "));
            assertTrue(help.out(), help.out().contains("example: "));
            assertEquals(help, ccm.run(command, "--help"));
        }
    }

    @Test
    public void anUnknownCommandNamesTheOnesThereAre() throws Exception {
        assertUsage(ccm.run("rnu"), "rnu: not a command", "usage: ./ccm COMMAND");
        assertUsage(ccm.run("help", "rnu"), "rnu: not a command", "usage: ./ccm COMMAND");
    }

    @Test
    public void aMistypedOptionIsUsageAndShowsTheWayOut() throws Exception {
        assertUsage(ccm.run("run", "--skuu", "mqtt"), "--skuu", "It knows", "--set");
        assertUsage(ccm.run("run", "--data"), "--data: a value is missing", "usage: ./ccm run");
        assertUsage(ccm.run("run", "--sku", "teapot"), "teapot: not a product", "mqtt");
        assertUsage(ccm.run("run", "--set", "mqtt.enable"), "mqtt.enable", "PATH=VALUE");
        assertUsage(ccm.run("demo", "--seconds", "-3"), "-3: not a whole number", "--seconds");
        assertUsage(ccm.run("demo", "--cloud", "teapot"), "teapot: not a cloud", "azure");
        assertUsage(ccm.run("sim", "cloud", "teapot"), "teapot: not a cloud", "azure");
        assertUsage(ccm.run("test", "--all"), "--all", "--long");
        assertUsage(ccm.run("sim", "cat"), "cat: not a simulator", "host");
        assertUsage(ccm.run("sim", "host", "--mjson", "Z"), "Z", "A");
        assertUsage(ccm.run("lab"), "one word says what to try", "gpio", "wifi");
        assertUsage(ccm.run("lab", "wings"), "wings: not to be tried", "gpio");
        assertUsage(ccm.run("build", "all"), "all: not an option of build");
        assertUsage(ccm.run("call"), "no method", "ccm call RPC.List");
        assertUsage(ccm.run("call", "Sum", "[2,"), "not JSON", "Quote them");
        assertUsage(ccm.run("call", "A", "1", "2"), "2: too much");
        assertUsage(ccm.run("call", "A", "--wait", "2"), "--wait", "--timeout");
    }

    @Test
    public void aCallWithNoGatewayRunningSaysHowToStartOne() throws Exception {
        String data = folder.getRoot().toString();
        Result result = ccm.run("call", "RPC.List", "--data", data);
        assertEquals(1, result.status());
        assertEquals("", result.out());
        assertTrue(result.err(), result.err().contains(data + "/ccm.sock: no gateway answers"));
        assertTrue(result.err(), result.err().contains("./ccm run"));
        Result other = ccm.run(Map.of("CCM_DATA", data), "call", "RPC.List");
        assertEquals(result, other);
    }

    @Test
    public void itWorksFromAnyFolderAndThroughALink() throws Exception {
        Path link = folder.getRoot().toPath().resolve("my ccm");
        Files.createSymbolicLink(link, CcmCommand.CHECKOUT.resolve("ccm"));
        CcmCommand elsewhere = new CcmCommand(folder.getRoot().toPath(), link);
        assertEquals(ccm.run("help"), elsewhere.run("help"));
        assertUsage(elsewhere.run("run", "--sku", "teapot"), "not a product. There is: ", "mqtt");
    }

    @Test
    public void noInstallIsUnderstoodAnywhereAndInstallsNothing() throws Exception {
        assertEquals(ccm.run("help", "run"), ccm.run("--no-install", "help", "run"));
        Path empty = folder.newFolder("bin").toPath();
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "id", "find", "head")) {
            Files.createSymbolicLink(empty.resolve(tool), Path.of("/usr/bin", tool));
        }
        Path aptGet = empty.resolve("apt-get"); // one that would tell on us
        Files.writeString(aptGet, "#!/bin/sh\ntouch " + folder.getRoot() + "/installed\n");
        assertTrue(aptGet.toFile().setExecutable(true));
        Result result =
                ccm.run(
                        Map.of("PATH", empty.toString(), "JAVA_HOME", "/nowhere"),
                        "--no-install",
                        "test");
        assertEquals(1, result.status());
        assertTrue(result.err(), result.err().contains("missing: "));
        assertTrue(result.err(), result.err().contains("apt-get install -y"));
        assertTrue(result.err(), result.err().contains("mosquitto"));
        assertFalse(Files.exists(folder.getRoot().toPath().resolve("installed")));
    }

    @Test
    public void aGatewayRunsInTheForegroundIsCalledAndStopsOnTheSignal() throws Exception {
        Path data = folder.getRoot().toPath().resolve("my data");
        String[] here = {"--data", data.toString()};
        try (GatewayProcess gateway = GatewayProcess.typed("mqtt", data)) {
            gateway.startReady();
            assertTrue(
                    gateway.output(),
                    gateway.output().contains("ready: sku mqtt, socket " + data + "/ccm.sock\n"));
            Result list = ccm.run("call", "RPC.List", "--json", here[0], here[1]);
            assertEquals(list.err(), 0, list.status());
            assertTrue(list.out(), list.out().matches("\\[.*\"RPC.List\".*]\n"));
            Result unknown = ccm.run("call", "No.Such", here[0], here[1]);
            assertEquals(1, unknown.status());
            assertEquals(
                    "No.Such: error -32601: No.Such: method not found."
                            + " What there is: ccm call RPC.List\n",
                    unknown.err());
            Result alone = ccm.run("call", "MQTT.Pub", "{\"topic\":\"t\"}", here[0], here[1]);
            assertEquals(1, alone.status());
            assertTrue(alone.err(), alone.err().contains("-32602: MQTT.Pub: message is missing"));
            assertEquals("exit status", 0, gateway.stop());
            assertFalse("the socket is gone", Files.exists(data.resolve("ccm.sock")));
        }
    }

    private static void assertUsage(Result result, String... texts) {
        assertEquals(result.err(), 2, result.status());
        assertEquals("", result.out());
        for (String text : texts) {
            assertTrue(text + " not in: " + result.err(), result.err().contains(text));
        }
    }
}
