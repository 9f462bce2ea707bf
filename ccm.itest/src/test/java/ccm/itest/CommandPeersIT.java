package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.itest.CcmCommand.Result;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The command as it is typed, over every way to a gateway: the demo with its simulated host and its
 * broker, a serial line made by socat, and one user who can log in.
 */
public class CommandPeersIT {
    @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final CcmCommand CCM = new CcmCommand();
    private static GatewayProcess gateway;
    private static Process line;
    private static Path data;
    private static String http;
    private static String mqtt;
    private static String udp;
    private static String serial;

    @BeforeClass
    public static void start() throws Exception {
        data = FOLDER.newFolder("data").toPath();
        Path inside = FOLDER.getRoot().toPath().resolve("inside");
        Path outside = FOLDER.getRoot().toPath().resolve("outside");
        line =
                new ProcessBuilder(
                                "socat",
                                "pty,raw,echo=0,link=" + inside,
                                "pty,raw,echo=0,link=" + outside)
                        .start();
        eventually(() -> assertTrue("socat", Files.exists(inside) && Files.exists(outside)));
        udp = "127.0.0.1:" + freePort();
        gateway =
                new GatewayProcess(
                        "demo",
                        data,
                        "console.enable=false",
                        "device.id=it_1",
                        "rpc.acl=",
                        "rpc.uart.port=" + inside,
                        "rpc.udp.listen_addr=" + udp);
        gateway.startReady();
        http = served("http://(127\\.0\\.0\\.1:\\d+)");
        mqtt = "mqtt://" + served("mqtt (127\\.0\\.0\\.1:\\d+)") + "/it_1";
        serial = outside.toString();
        ok(CCM.runWith("correct horse", "user", "add", "joe", "--data=" + data));
    }

    @AfterClass
    public static void stop() throws Exception {
        line.destroy();
        gateway.close();
    }

    @Test
    public void everyWayLeadsToTheHostBehindTheGateway() throws Exception {
        for (String port :
                List.of("http://" + http, "ws://" + http + "/rpc", mqtt, serial, "udp://" + udp)) {
            Result result = ccm(port, "call", "Sum", "[2,3]", "--rpc-creds=joe:correct horse");
            assertEquals(port + result.err(), "5\n", result.out());
            assertEquals(port, 0, result.status());
        }
    }

    @Test
    public void whatComesFromTheNetworkMustLogInAndIsToldHow() throws Exception {
        Result result = ccm(mqtt, "call", "Sum", "[2,3]");
        assertEquals(1, result.status());
        assertEquals(
                "Sum: error 401: the gateway wants a login. Type --rpc-creds USER:PASSWORD, or"
                        + " --rpc-creds @FILE, or set CCM_RPC_CREDS\n",
                result.err());
        result = ccm(mqtt, "call", "Sum", "[2,3]", "--rpc-creds=joe:wrong");
        assertEquals(1, result.status());
        assertTrue(result.err(), result.err().contains("refused the login of joe"));
    }

    @Test
    public void theLogIsReadOverEveryWay() throws Exception {
        for (String port : List.of("ws://" + http, mqtt)) {
            String log = ok(ccm(port, "console", "--seconds=0", "--rpc-creds=joe:correct horse"));
            assertTrue(log, log.contains(" info "));
            assertTrue(log, !log.contains("correct horse"));
        }
    }

    @Test
    public void wifiIsSetAndItsPasswordIsNotShown() throws Exception {
        assertEquals(
                "set and saved\n",
                ok(CCM.runWith("top secret", "wifi", "--no-try", "net", "--data=" + data)));
        assertEquals("net\n", ok(CCM.run("config-get", "wifi.sta.ssid", "--data=" + data)));
        String pass = ok(CCM.run("config-get", "wifi.sta.pass", "--data=" + data));
        assertEquals("********\n", pass);
    }

    @Test
    public void anUnknownMethodIsToldInTheWordsOfTheChannel() throws Exception {
        assertTrue(
                ccm("ws://" + http, "call", "No.Such")
                        .err()
                        .startsWith("No.Such: error 404: No handler for No.Such"));
        assertTrue(
                CCM.run("call", "No.Such", "--data=" + data)
                        .err()
                        .startsWith("No.Such: error -32601: No.Such: method not found"));
    }

    @Test
    public void settingsAreChangedSavedListedAndTakenBack() throws Exception {
        String port = "ws://" + http + "/rpc";
        assertEquals("set and saved\n", ok(ccm(port, "config-set", "mqtt.keep_alive=31")));
        assertEquals("31\n", ok(ccm(port, "config-get", "mqtt.keep_alive")));
        assertEquals("set and saved\n", ok(ccm(port, "config-set", "mqtt.keep_alive=32")));
        String history = ok(ccm(port, "config-history"));
        Matcher first =
                Pattern.compile(" *(\\d+) .*mqtt\\.keep_alive.*")
                        .matcher(
                                history.lines()
                                        .filter(entry -> entry.contains("mqtt.keep_alive"))
                                        .min(CommandPeersIT::byNumber)
                                        .orElseThrow());
        assertTrue(history, first.matches());
        assertEquals("saved\n", ok(ccm(port, "config-rollback", first.group(1))));
        assertEquals("31\n", ok(ccm(port, "config-get", "mqtt.keep_alive")));
        Path file = FOLDER.getRoot().toPath().resolve("export.json");
        ok(ccm(port, "config-export", file.toString()));
        assertTrue(Files.readString(file).contains("\"keep_alive\": 31"));
        assertEquals("imported\n", ok(ccm(port, "config-import", file.toString())));
    }

    private static int byNumber(String one, String other) {
        return Integer.compare(number(one), number(other));
    }

    private static int number(String entry) {
        return Integer.parseInt(entry.strip().split(" ")[0]);
    }

    @Test
    public void filesGoOverTheSerialConsoleAndBackOverHttp() throws Exception {
        Path file = FOLDER.getRoot().toPath().resolve("ca.pem");
        String content = "-----BEGIN CERTIFICATE-----\n" + "Grüße ".repeat(300);
        Files.writeString(file, content);
        ok(ccm(serial, "put", file.toString()));
        long size = content.getBytes(StandardCharsets.UTF_8).length;
        String list = ok(ccm("http://" + http, "ls", "-l"));
        assertTrue(list, list.contains(size + " ca.pem\n"));
        assertEquals(content, ok(ccm("http://" + http, "get", "ca.pem")));
        ok(ccm("http://" + http, "rm", "ca.pem"));
        assertEquals("[]\n", ok(ccm("http://" + http, "ls", "--json")));
    }

    @Test
    public void optionsMayStandBeforeTheCommandAsOtherToolsHaveIt() throws Exception {
        Result result = CCM.run("--port", "ws://" + http + "/rpc", "call", "Sum", "[1,1]");
        assertEquals("2\n", ok(result));
    }

    private static Result ccm(String port, String... words) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--port", port));
        return CCM.run(all.toArray(String[]::new));
    }

    private static String ok(Result result) {
        assertEquals(result.err(), 0, result.status());
        return result.out();
    }

    /** What the line says that tells what is served. */
    private static String served(String pattern) throws IOException {
        Matcher found = Pattern.compile("ready: .*" + pattern + ".*").matcher(gateway.output());
        assertTrue(gateway.output(), found.find());
        return found.group(1);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
