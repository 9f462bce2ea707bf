package ccm.sim.cloud.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An emulator from the outside: found by its name, its folder and its control interface. */
@ExtendWith(Quiet.class)
class EmulatorsTest {
    @TempDir Path folder;

    @Test
    void saysHowAGatewayBecomesItsDeviceAndKeepsItsAuthority() throws Exception {
        String authority;
        try (Emulator emulator = Emulators.start("plain", EmulatorOptions.in(folder))) {
            authority = emulator.server().authority().certificatePem();
            String readme = Files.readString(folder.resolve("README.txt"));
            assertTrue(readme.contains("--set mqtt.server=localhost:" + port(emulator)), readme);
            assertTrue(readme.contains(Emulators.control(emulator) + "desired"), readme);
        }
        try (Emulator again = Emulators.start("plain", EmulatorOptions.in(folder))) {
            assertEquals(authority, again.server().authority().certificatePem());
            assertEquals(authority, Files.readString(folder.resolve("ca.pem")));
        }
    }

    /** A gateway that was set up yesterday connects today. */
    @Test
    void keepsTheIdentitiesOfItsFolder() throws Exception {
        for (String name : Emulators.names()) {
            Path own = folder.resolve(name);
            Map<String, String> settings = settings(name, own);
            Map<String, String> files = files(own);
            assertEquals(settings, settings(name, own), name);
            assertEquals(files, files(own), name);
        }
    }

    /** Without the ports, which are others each time. */
    private static Map<String, String> settings(String name, Path own) throws Exception {
        try (Emulator emulator = Emulators.start(name, EmulatorOptions.in(own))) {
            Map<String, String> settings = new TreeMap<>(emulator.settings());
            settings.replaceAll((path, value) -> value.replaceAll("localhost:\\d+", "HERE"));
            return settings;
        }
    }

    private static Map<String, String> files(Path own) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(own)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(each); // with ports in it, for one
                files.put(each.toString(), text.replaceAll("localhost:\\d+", "HERE"));
            }
        }
        files.remove(own.resolve("README.txt").toString());
        return files;
    }

    @Test
    void isControlledOverHttp() throws Exception {
        EmulatorOptions options = EmulatorOptions.in(folder).faults(List.of("lose@puback,p=0"));
        try (Emulator emulator = Emulators.start("plain", options)) {
            String at = Emulators.control(emulator);
            assertTrue(ask("GET", at, "").body().contains("Flip desired.on"));
            assertEquals(200, ask("POST", at + "desired", "{\"on\":true}").statusCode());
            assertEquals(
                    JsonNodeFactory.instance.objectNode().put("on", true),
                    emulator.shadow().get("desired"));
            assertEquals(400, ask("POST", at + "desired", "{on").statusCode());
            assertTrue(ask("GET", at + "nothing", "").body().contains("POST /desired"));
            assertTrue(ask("GET", at + "faults", "").body().contains("LOSE"));
            assertTrue(ask("POST", at + "faults", "melt").body().contains("There is"));
            ask("DELETE", at + "faults", "");
            assertEquals(List.of(), emulator.server().faults().rules());
            assertEquals("[]\n", ask("GET", at + "sessions", "").body());
            assertEquals(200, ask("POST", at + "restart", "10").statusCode());
            assertTrue(ask("GET", at + "messages?since=0", "").body().contains("restart"));
        }
    }

    @Test
    void saysWhichCommandLineItTakes() {
        CloudOptions options =
                CloudOptions.of("plain", "--port=1883", "--dir", "x", "--fault", "drop@send");
        assertEquals(1883, options.emulator().port());
        assertTrue(options.emulator().folder().endsWith("x/plain"));
        assertWrong("which cloud", new String[0]);
        assertWrong("teapot: not a cloud", "teapot");
        assertWrong("melt: no kind of a fault", "plain", "--fault", "melt");
        assertWrong("--port: x is not a whole number", "plain", "--port", "x");
        assertWrong("--port: its value is missing", "plain", "--port");
        assertWrong("--what: unknown option", "plain", "--what");
    }

    private static void assertWrong(String part, String... args) {
        String said =
                assertThrows(IllegalArgumentException.class, () -> CloudOptions.of(args))
                        .getMessage();
        assertTrue(said.contains(part), said);
    }

    private static int port(Emulator emulator) {
        return emulator.server().port();
    }

    private static HttpResponse<String> ask(String method, String url, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
