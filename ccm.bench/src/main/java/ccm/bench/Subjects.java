package ccm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Everything that is measured, in the order of the table; the plain bridge comes first. */
final class Subjects {
    static final String UNIT = "plain bridge";
    private static final List<String> SMALL_JVM =
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final long NPM_SECONDS = 300;

    private Subjects() {}

    static List<Subject> all(Path home) throws IOException, InterruptedException {
        List<Subject> all = new ArrayList<>();
        all.add(new Named(UNIT, false, (device, port, qos, folder) -> bridge(home, device, port)));
        all.add(
                new Named(
                        "CCM",
                        false,
                        (device, port, qos, folder) -> ccm(home, device, port, folder)));
        all.add(
                new Named(
                        "CCM answered",
                        true,
                        (device, port, qos, folder) -> ccm(home, device, port, folder)));
        all.add(
                new Named(
                        "mosquitto_pub -l",
                        false,
                        (device, port, qos, folder) ->
                                List.of(
                                        "sh",
                                        "-c",
                                        "exec mosquitto_pub -h 127.0.0.1 -p "
                                                + port
                                                + " -t bench/t -q "
                                                + qos
                                                + " -l < "
                                                + device)));
        node(home)
                .ifPresent(
                        script ->
                                all.add(
                                        new Named(
                                                "Node.js",
                                                false,
                                                (device, port, qos, folder) ->
                                                        List.of(
                                                                "node",
                                                                script.toString(),
                                                                device,
                                                                Integer.toString(port)))));
        return all;
    }

    private static List<String> bridge(Path home, String device, int port) {
        List<String> command = new ArrayList<>(List.of("java"));
        command.addAll(SMALL_JVM);
        Path target = home.resolve("ccm.bench/target");
        command.addAll(
                List.of("-cp", target.resolve("classes") + ":" + target.resolve("lib") + "/*"));
        command.addAll(List.of("ccm.bench.bridge.PlainBridge", device, Integer.toString(port)));
        return command;
    }

    private static List<String> ccm(Path home, String device, int port, Path folder) {
        return List.of(
                home.resolve("ccm").toString(),
                "run",
                "--sku",
                "mqtt",
                "--data",
                folder.toString(),
                "--set",
                "mqtt.enable=true",
                "--set",
                "mqtt.server=127.0.0.1:" + port,
                "--set",
                "host.rpc.uart.port=" + device);
    }

    /** The Node.js bridge with its modules, when Node.js and npm are there. */
    private static java.util.Optional<Path> node(Path home)
            throws IOException, InterruptedException {
        Path folder = home.resolve(".ccm/bench-node");
        Path source = home.resolve("ccm.bench/src/main/node");
        if (!succeeds(List.of("node", "--version"), home)
                || !succeeds(List.of("npm", "--version"), home)) {
            return java.util.Optional.empty();
        }
        Files.createDirectories(folder);
        for (String file : List.of("package.json", "bridge.js")) {
            Files.copy(
                    source.resolve(file),
                    folder.resolve(file),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        boolean ready =
                Files.isDirectory(folder.resolve("node_modules/serialport"))
                        || succeeds(
                                List.of("npm", "install", "--no-audit", "--no-fund", "--silent"),
                                folder);
        return ready
                ? java.util.Optional.of(folder.resolve("bridge.js"))
                : java.util.Optional.empty();
    }

    private static boolean succeeds(List<String> command, Path folder) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(NPM_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // not installed: the table says so by leaving it out
        }
    }

    private interface Command {
        List<String> of(String device, int brokerPort, int qos, Path folder);
    }

    private record Named(String name, boolean answers, Command how) implements Subject {
        @Override
        public List<String> command(String device, int brokerPort, int qos, Path folder) {
            return how.of(device, brokerPort, qos, folder);
        }
    }
}
