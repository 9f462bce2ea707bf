package ccm.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, run as {@code ./ccm run} runs it, which can be killed. */
final class GatewayProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final List<String> command;
    private final Path log;
    private Process process;

    GatewayProcess(String sku, Path data, String... settings) throws IOException {
        Path checkout = Path.of("..").toAbsolutePath().normalize();
        Path target = checkout.resolve("cnf/sku/target");
        command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "@" + checkout.resolve("cnf/jvm.options"),
                                "-jar",
                                target.resolve("lib/ccm.launcher.jar").toString(),
                                "run",
                                "--sku",
                                sku,
                                "--sku-dir",
                                target.resolve("export").resolve(sku).toString(),
                                "--data",
                                data.toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        log = Files.createTempFile("ccm-gateway", ".log");
    }

    void start() throws IOException {
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
    }

    /** Everything it printed, over all its lives. */
    String output() throws IOException {
        return Files.readString(log);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** SIGTERM, as a service manager sends it; returns the exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the gateway did not stop within " + STOP_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        }
        Files.deleteIfExists(log);
    }
}
