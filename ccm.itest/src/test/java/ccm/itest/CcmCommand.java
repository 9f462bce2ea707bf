package ccm.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command {@code ccm} as people type it; it never builds, the test has been built already. */
final class CcmCommand {
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final long PATIENCE_SECONDS = 90;

    private final Path folder;
    private final Path program;

    /**
     * Makes one.
     *
     * @param folder where it is typed
     * @param program what is typed: the script, or a link to it
     */
    CcmCommand(Path folder, Path program) {
        this.folder = folder;
        this.program = program;
    }

    CcmCommand() {
        this(CHECKOUT, CHECKOUT.resolve("ccm"));
    }

    /** How a command ended. */
    record Result(int status, String out, String err) {}

    Result run(String... words) throws IOException, InterruptedException {
        return run(Map.of(), words);
    }

    /** With a line on standard input. */
    Result runWith(String input, String... words) throws IOException, InterruptedException {
        Path file = Files.createTempFile("ccm-command", ".in");
        try {
            return run(Map.of(), Files.writeString(file, input + "\n"), words);
        } finally {
            Files.delete(file);
        }
    }

    Result run(Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        return run(environment, Path.of("/dev/null"), words);
    }

    private Result run(Map<String, String> environment, Path input, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile("ccm-command", ".out");
        Path err = Files.createTempFile("ccm-command", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectInput(input.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().put("CCM_NO_BUILD", "1");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + ": did not end. " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
