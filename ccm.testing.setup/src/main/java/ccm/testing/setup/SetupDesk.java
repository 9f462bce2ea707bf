package ccm.testing.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Main;
import ccm.cli.json.Json;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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

/** Somebody who types setup commands, and the small gateway that they are for. */
public final class SetupDesk implements AutoCloseable {
    private final Path folder;
    private final SmallGateway gateway;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";

    /**
     * Opens it.
     *
     * @param section of the cloud's settings
     * @param settings of the gateway, as JSON; {@code device.id} is {@code ccm-desk-1}
     */
    public SetupDesk(String section, String settings) throws IOException {
        folder = Files.createTempDirectory("ccm-d"); // sockets have short paths
        Json.Obj all = (Json.Obj) Json.read(settings);
        all.put("device", new Json.Obj().put("id", "ccm-desk-1"));
        gateway = new SmallGateway(socket(), section, all);
        Files.createDirectories(folder.resolve("bin"));
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    }

    /** A folder for files that are typed. */
    public Path folder() {
        return folder;
    }

    /** What standard input will say to the next command. */
    public SetupDesk input(String text) {
        input = text;
        return this;
    }

    /** A variable of the environment. */
    public void variable(String name, String value) {
        environment.put(name, value);
    }

    /** Puts a program where commands look for it. */
    public void program(String name, String script) throws IOException {
        Path file = folder.resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** Takes all programs away that were put there. */
    public void noPrograms() {
        environment.put("PATH", folder.resolve("nothing").toString());
    }

    /** A file to be typed. */
    public String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    /** Changes a setting of the gateway, unasked. */
    public void set(String path, String value) {
        gateway.set(path, value);
    }

    /** A setting as the gateway has it, secrets too. */
    public String setting(String path) {
        return gateway.setting(path);
    }

    /** Puts a file on the gateway. */
    public void put(String file, String content) {
        gateway.put(file, content);
    }

    /** All settings and files of the gateway. */
    public String state() {
        return gateway.state();
    }

    /** The gateway refuses the next call of a method. */
    public void refuse(String method, String why) {
        gateway.refuse(method, why);
    }

    /** What its vendor lets people change. */
    public void lock(String acl) {
        gateway.lock(acl);
    }

    /** The gateway does not get to the cloud. */
    public void trouble(String reason) {
        gateway.trouble(reason);
    }

    /**
     * Types a command that must end so and say all of this.
     *
     * @return all that it said
     */
    public String type(int status, List<String> said, String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--port", "unix://" + socket()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(
                        printer,
                        printer,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        environment,
                        Optional.empty());
        input = "";
        int ended = new Main(terminal).run(all);
        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(status, ended, text);
        for (String each : said) {
            assertTrue(text.contains(each), () -> each + " is not in: " + text);
        }
        return text;
    }

    /** Types a command that must be refused with such a text, and change nothing. */
    public void refused(int status, String said, String... words) {
        String before = state();
        type(status, List.of(said), words);
        assertEquals(before, state());
    }

    /** Makes sure that a page of {@code docs} names every option of a command. */
    public static void inDocs(String page, Usage usage) throws IOException {
        String text = Files.readString(Path.of("..", "docs", page));
        for (Option option : usage.options()) {
            for (String name : option.names()) {
                assertTrue(text.contains("`" + name), name + ": not in docs/" + page);
            }
        }
        assertFalse(usage.options().isEmpty());
    }

    private Path socket() {
        return folder.resolve("ccm.sock");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
