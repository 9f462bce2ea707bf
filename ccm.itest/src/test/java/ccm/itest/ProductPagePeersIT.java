package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Types every command of docs/product-page.md as it stands there, with real values in it. */
public class ProductPagePeersIT {
    private static final Path PAGE = CcmCommand.CHECKOUT.resolve("docs/product-page.md");
    private static final Pattern WEB = Pattern.compile("ready: .*(http://127\\.0\\.0\\.1:\\d+),");
    private static final Pattern BROKER =
            Pattern.compile("broker listens on (127\\.0\\.0\\.1:\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long COMMAND_SECONDS = 60;
    private static final int ZEROS = 1000;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyCommandWorksAsPrinted() throws Exception {
        Path data = folder.newFolder().toPath();
        Path work = folder.newFolder().toPath();
        Files.write(work.resolve("FIRMWARE.BIN"), new byte[ZEROS]);
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager radio = ScriptedNetworkManager.start(bus.address());
                GatewayProcess demo = new GatewayProcess("demo", data, "console.enable=false")) {
            radio.network("HomeNetwork").password("a-password");
            demo.with("DBUS_SYSTEM_BUS_ADDRESS", bus.address()).startReady();
            eventually( // the host has been discovered
                    PATIENCE, () -> assertTrue(demo.output().contains("demo: type this")));
            Files.copy(data.resolve("fw.zip"), work.resolve("FIRMWARE.ZIP"));
            List<String> commands = commands();
            assertTrue(commands.toString(), commands.size() >= 9);
            for (String command : commands) {
                String typed = real(command, demo.output());
                Result result = run(typed, work, data);
                String said = typed + ": " + result.said() + demo.output();
                assertEquals(said, 0, result.status());
            }
            assertTrue(Files.exists(work.resolve("fw.zip")));
            eventually(PATIENCE, () -> assertTrue(saved(data).contains("HomeNetwork")));
            eventually(PATIENCE, () -> assertEquals("HomeNetwork", radio.joined("wlan0")));
        }
    }

    private record Result(int status, String said) {}

    private static List<String> commands() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("./ccm ") || line.startsWith("curl "))
                .sorted(Comparator.comparing(line -> line.startsWith("curl "))) // restarts, so last
                .toList();
    }

    private static String real(String command, String output) {
        return command.replace("./ccm ", CcmCommand.CHECKOUT.resolve("ccm") + " ")
                .replace("curl ", "curl --fail-with-body -sS ")
                .replace("HOST:PORT", found(BROKER, output))
                .replace("http://192.168.4.1", found(WEB, output))
                .replace("ws://IP_ADDRESS", found(WEB, output).replace("http", "ws"))
                .replace("NAME", "HomeNetwork")
                .replace("PASS", "a-password");
    }

    private static String found(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        assertTrue(output, matcher.find());
        return matcher.group(1);
    }

    private static String saved(Path data) throws IOException {
        return Files.readString(data.resolve("config/conf9.json"));
    }

    private Result run(String line, Path work, Path data) throws Exception {
        Path said = folder.newFile().toPath();
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", line)
                        .directory(work.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().put("CCM_NO_BUILD", "1");
        builder.environment().put("CCM_DATA", data.toString());
        Process process = builder.start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(line + ": did not end. " + Files.readString(said));
        }
        return new Result(process.exitValue(), Files.readString(said));
    }
}
