package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.cli.Main;
import ccm.cli.line.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A fresh gateway, and somebody who types setup commands for it; folder and all go with it. */
final class SetupDesk implements AutoCloseable {
    private static final String OK = "#!/bin/sh\n";

    private final Path folder;
    private final GatewayProcess gateway;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";

    /**
     * Starts the gateway.
     *
     * @param folder a short one of its own, emptied at the end
     */
    SetupDesk(Path folder, String sku, List<String> settings) throws IOException {
        this.folder = folder;
        List<String> all = new ArrayList<>(settings);
        all.add("device.id=ccm-setup-0001");
        gateway = new GatewayProcess(sku, data(), all.toArray(String[]::new)).startReady();
        environment.put("PATH", bin() + ":/usr/bin:/bin");
        Files.createDirectories(bin());
    }

    /** What a command ended with and printed. */
    record Typed(int status, String out, String err) {
        String all() {
            return status + "\n" + out + "\n" + err;
        }
    }

    /** What standard input will say. */
    SetupDesk input(String text) {
        input = text;
        return this;
    }

    /** A variable of the environment. */
    void set(String name, String value) {
        environment.put(name, value);
    }

    /** Puts a program where commands look for it. */
    void program(String name, String script) throws IOException {
        Path file = bin().resolve(name);
        Files.writeString(file, OK + script);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** Takes it away again. */
    void without(String name) throws IOException {
        Files.deleteIfExists(bin().resolve(name));
    }

    /** Types a command for this gateway. */
    Typed type(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--port", "unix://" + data().resolve("ccm.sock")));
        return typeAsIs(all);
    }

    /** Types a command for whatever gateway it names. */
    Typed typeAsIs(List<String> words) {
        return typed(words, input, environment);
    }

    /** The same for somebody who has no such desk. */
    static Typed typed(List<String> words, String input, Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        environment,
                        Optional.empty());
        int status = new Main(terminal).run(words);
        return new Typed(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Types a command that must end so, and say all of this. */
    Typed type(int status, List<String> said, String... words) {
        Typed typed = type(words);
        assertEquals(typed.all(), status, typed.status());
        for (String each : said) {
            assertTrue(each + " is not in " + typed.all(), typed.all().contains(each));
        }
        return typed;
    }

    /** Calls the gateway. */
    JsonNode call(String method, String params) throws IOException {
        return gateway.local().call(method, params);
    }

    /** Waits until the cloud is ready, and then publishes. */
    void publish(String topic, String message) {
        eventually(
                () -> {
                    String status = call("Cloud.Status", "").toString();
                    assertTrue(status, status.contains("\"phase\":\"READY\""));
                });
        try {
            JsonNode answer =
                    call(
                            "MQTT.Pub",
                            "{\"topic\":\""
                                    + topic
                                    + "\",\"message\":\""
                                    + message
                                    + "\",\"qos\":1}");
            assertTrue(answer.toString(), answer.has("result"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All settings, and the names of all files. */
    String state() throws IOException {
        return call("Config.Get", "{}").path("result") + " " + call("FS.List", "").path("result");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path bin() {
        return folder.resolve("bin");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
