package ccm.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The launcher as a process of its own, as people start it. */
final class Started implements AutoCloseable {
    private static final long PATIENCE_S = 20;

    private final Process process;
    private final BufferedReader out;

    private Started(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Started run(Path sku, Path data, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "run",
                                "--sku-dir",
                                sku.toString(),
                                "--data",
                                data.toString()));
        command.addAll(Arrays.asList(more));
        return new Started(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    String line() throws IOException {
        return out.readLine();
    }

    /** Skips what else is said until a line comes. */
    void awaitLine(String expected) throws IOException {
        List<String> skipped = new ArrayList<>();
        for (String line = line(); !expected.equals(line); line = line()) {
            if (line == null) {
                throw new AssertionError("ended without saying " + expected + ": " + skipped);
            }
            skipped.add(line);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    long pid() {
        return process.pid();
    }

    int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE_S + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
