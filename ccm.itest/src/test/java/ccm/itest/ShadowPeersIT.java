package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Emulators;
import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The shadows of all clouds at once, in the product that has them all, with a host at its line:
 * each cloud has a member of its own to wish for.
 */
public class ShadowPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("aws", "azure", "gcp", "mdash", "watson");
    private static final int FRAME = 1_000;
    private static final String PRIVATE = "mqtt";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private final Map<String, Emulator> clouds = new TreeMap<>();
    private final ObjectNode wanted = JSON.createObjectNode(); // of the private broker
    private final Map<String, AtomicInteger> fetched = new ConcurrentHashMap<>();
    private Mosquitto broker;
    private Messages retained;
    private HttpServer files;
    private RawHost host;
    private GatewayProcess gateway;
    private int lastId = 100;

    @Before
    public void start() throws Exception {
        Path root = folder.getRoot().toPath();
        broker = Mosquitto.plain();
        retained = new Messages(broker.port(), "ccm-0001/shadow/reported");
        host = new RawHost(root.resolve("host"));
        Map<String, String> settings = new TreeMap<>();
        for (String name : NAMES) {
            Emulator emulator =
                    Emulators.start(name, EmulatorOptions.in(root.resolve("clouds/" + name)));
            clouds.put(name, emulator);
            settings.putAll(emulator.settings());
            settings.put(section(name) + ".reconnect_timeout_min", "0.1");
            settings.put(section(name) + ".reconnect_timeout_max", "1");
        }
        settings.put("device.id", "ccm-0001");
        settings.put("mqtt.enable", "true");
        settings.put("mqtt.server", "127.0.0.1:" + broker.port());
        settings.put("mqtt.shadow_enable", "true");
        settings.put("gcp.state_interval", "1");
        settings.put("console.enable", "false");
        settings.put("http.enable", "false");
        settings.put("host.rpc.uart.port", root.resolve("host").toString());
        settings.put("host.rpc.max_frame_out", "" + FRAME);
        List<String> all = new ArrayList<>();
        settings.forEach((path, value) -> all.add(path + "=" + value));
        gateway = new GatewayProcess("full", root.resolve("data"), all.toArray(String[]::new));
        gateway.startReady();
        host.awaitGateway();
        eventually(PATIENCE, this::allReady);
        files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    fetched.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        files.start();
    }

    @After
    public void stop() throws Exception {
        files.stop(0);
        gateway.close();
        host.close();
        clouds.values().forEach(Emulator::close);
        retained.close();
        broker.close();
    }

    /** One start for all of it: six clouds are not connected in a moment. */
    @Test
    public void hostAndCloudsAreInStepWhateverHappens() throws Exception {
        reportsReachEveryCloud();
        wishesComeOnceAndAgainAfterAConnection();
        largeWishesLeaveRoomForOthers();
        rawAccess();
        firmwareIsTriedOnce();
        aPowerCutTakesNothing();
    }

    private void reportsReachEveryCloud() throws Exception {
        report("{\"a\":1,\"gone\":2,\"deep\":{\"x\":1,\"y\":2}}");
        everywhere("a", "1");
        report("{\"gone\":null,\"deep\":{\"y\":null}}");
        everywhere("gone", "");
        everywhere("deep", "{\"x\":1}");
        JsonNode refused = host.call("" + ++lastId, "Shadow.Report", "5");
        assertTrue(refused.toString(), refused.at("/error/message").asText().contains("an object"));
    }

    private void wishesComeOnceAndAgainAfterAConnection() throws Exception {
        for (String name : names()) {
            desire(name, "{\"" + name + "\":1}");
            eventually(PATIENCE, () -> assertEquals(name, 1, deltas(name)));
        }
        for (Emulator cloud : clouds.values()) {
            cloud.server().restart(20);
        }
        for (String name : NAMES) {
            eventually(PATIENCE, () -> assertTrue(name, deltas(name) >= 2));
        }
        eventually(PATIENCE, this::allReady);
        for (String name : names()) {
            report("{\"" + name + "\":1}");
            everywhere(name, "1");
        }
        Map<String, Integer> told = new TreeMap<>();
        names().forEach(name -> told.put(name, deltas(name)));
        clouds.values().forEach(cloud -> cloud.server().restart(20));
        eventually(PATIENCE, this::allConnectedAnew);
        report("{\"again\":1}");
        everywhere("again", "1");
        names().forEach(name -> assertEquals(name, told.get(name).intValue(), deltas(name)));
    }

    private void largeWishesLeaveRoomForOthers() throws Exception {
        for (String name : names()) {
            desire(name, "{\"big_" + name + "\":\"" + "x".repeat(FRAME) + "\"}");
            desire(name, "{\"" + name + "\":2}");
            eventually(PATIENCE, () -> assertTrue(name, told("\"" + name + "\":2") > 0));
            assertEquals(0, told("xxxxxxxx"));
            eventually(
                    PATIENCE,
                    () ->
                            assertEquals(
                                    get(name).toString(),
                                    "big_" + name,
                                    get(name).at("/too_large/0").asText()));
            desire(name, "{\"big_" + name + "\":null}");
            report("{\"" + name + "\":2}");
        }
    }

    private void rawAccess() throws Exception {
        for (String name : names()) {
            eventually(
                    PATIENCE, () -> assertEquals(name, "{}", get(name).path("delta").toString()));
        }
        assertEquals("1", get("aws", true).at("/reported/again").toString());
        JsonNode stale =
                host.call(
                        "" + ++lastId,
                        "Shadow.Update",
                        "{\"cloud\":\"aws\",\"state\":{\"desired\":{\"x\":1}},\"version\":1}");
        assertTrue(stale.toString(), stale.at("/error/message").asText().contains("409"));
        host.call(
                "" + ++lastId,
                "Shadow.Update",
                "{\"cloud\":\"aws\",\"state\":{\"desired\":{\"raw\":1}}}");
        eventually(PATIENCE, () -> assertTrue(told("\"raw\":1") > 0));
        report("{\"raw\":1}");
        everywhere("raw", "1");
        JsonNode refused =
                host.call(
                        "" + ++lastId,
                        "Shadow.Update",
                        "{\"cloud\":\"azure\",\"state\":{\"desired\":{\"x\":1}}}");
        assertTrue(refused.toString(), refused.has("error"));
    }

    /** None of them has that file; whatever happens afterwards, none is asked for it again. */
    private void firmwareIsTriedOnce() throws Exception {
        for (String name : names()) {
            String url = "http://127.0.0.1:" + files.getAddress().getPort() + "/" + name + ".zip";
            desire(name, "{\"ota\":{\"url\":\"" + url + "\"}}");
            eventually(PATIENCE, () -> assertEquals(name, 1, fetched(name)));
        }
        clouds.values().forEach(cloud -> cloud.server().restart(20));
        eventually(PATIENCE, this::allConnectedAnew);
        report("{\"late\":1}");
        everywhere("late", "1");
        names().forEach(name -> assertEquals(name, 1, fetched(name)));
        assertEquals("no frame of it for the host", 0, told(".zip"));
    }

    /** Killed when the host has its answer, and no cloud has what it said. */
    private void aPowerCutTakesNothing() throws Exception {
        clouds.values().forEach(cloud -> cloud.server().faults().add("lose@publish"));
        broker.kill();
        report("{\"cut\":7}");
        gateway.kill();
        for (Emulator cloud : clouds.values()) {
            assertTrue(cloud.name(), cloud.shadow().at("/reported/cut").isMissingNode());
        }
        clouds.values().forEach(cloud -> cloud.server().faults().clear());
        broker.restart();
        retained.close(); // its connection went with the broker
        retained = new Messages(broker.port(), "ccm-0001/shadow/reported");
        desire("aws", "{\"after\":1}");
        int mark = host.mark();
        gateway.startReady();
        host.awaitGatewayAfter(mark);
        everywhere("cut", "7");
        eventually(PATIENCE, () -> assertTrue(told("\"after\":1") > 0));
        names().forEach(name -> assertEquals(name, 1, fetched(name)));
    }

    private static List<String> names() {
        List<String> all = new ArrayList<>(NAMES);
        all.add(PRIVATE);
        return all;
    }

    private static String section(String name) {
        return name.equals("mdash") ? "dash" : name;
    }

    private void report(String tree) throws IOException {
        JsonNode answer = host.call("" + ++lastId, "Shadow.Report", tree);
        assertTrue(answer.toString(), answer.has("result"));
    }

    private void desire(String name, String patch) throws Exception {
        if (name.equals(PRIVATE)) {
            ((ObjectNode) JSON.readTree(patch))
                    .properties()
                    .forEach(
                            member -> {
                                if (member.getValue().isNull()) {
                                    wanted.remove(member.getKey());
                                } else {
                                    wanted.set(member.getKey(), member.getValue());
                                }
                            });
            MosMqtt.publish(broker.port(), "ccm-0001/shadow/desired", wanted.toString(), "-r");
        } else {
            clouds.get(name).desire((ObjectNode) JSON.readTree(patch));
        }
    }

    /** Waits until a member is so in every cloud; with an empty value until it is in none. */
    private void everywhere(String member, String value) {
        eventually(
                PATIENCE,
                () -> {
                    for (String name : names()) {
                        JsonNode reported = reported(name);
                        JsonNode found = reported.path(member);
                        String text = found.isMissingNode() ? "" : found.toString();
                        assertEquals(name + " " + reported, value, text);
                    }
                });
    }

    private JsonNode reported(String name) throws IOException {
        if (!name.equals(PRIVATE)) {
            return clouds.get(name).shadow().path("reported");
        }
        List<String> all = retained.all();
        String last = all.isEmpty() ? " {}" : all.get(all.size() - 1);
        return JSON.readTree(last.substring(last.indexOf(' ') + 1));
    }

    private JsonNode get(String name) throws IOException {
        return get(name, false);
    }

    private JsonNode get(String name, boolean fresh) throws IOException {
        return gateway.local()
                .call("Shadow.Get", "{\"cloud\":\"" + section(name) + "\",\"fresh\":" + fresh + "}")
                .path("result");
    }

    private int fetched(String name) {
        return fetched.getOrDefault("/" + name + ".zip", new AtomicInteger()).get();
    }

    private int deltas(String name) {
        return told("\"" + name + "\":1");
    }

    /** How many deltas for the host have that in them. */
    private int told(String part) {
        return (int)
                host.lines().stream()
                        .filter(line -> line.contains("\"Shadow.Delta\""))
                        .filter(line -> line.contains(part))
                        .count();
    }

    private void allReady() throws IOException {
        JsonNode status = gateway.local().call("Cloud.Status", "").at("/result/clouds");
        int ready = 0;
        for (JsonNode each : status) {
            ready += each.path("phase").asText().equals("READY") ? 1 : 0;
        }
        assertEquals(status.toString(), NAMES.size() + 1, ready);
    }

    private void allConnectedAnew() throws IOException {
        for (Emulator cloud : clouds.values()) {
            long down = last(cloud, "restart");
            assertTrue(cloud.name(), down > 0 && last(cloud, "connect") > down);
        }
        allReady();
    }

    private static long last(Emulator cloud, String kind) {
        return cloud.server().journal().of(kind).stream()
                .mapToLong(event -> event.number())
                .max()
                .orElse(0);
    }
}
