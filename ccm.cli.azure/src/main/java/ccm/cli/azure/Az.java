package ccm.cli.azure;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Azure's own program {@code az}, which holds the login: what it is asked here, it answers in JSON.
 */
final class Az {
    // it is slow, and installs its extension by itself
    private static final Duration LIMIT = Duration.ofSeconds(180);

    private final Path program;
    private final String path;
    private final Duration limit;

    private Az(Path program, String path, Duration limit) {
        this.program = program;
        this.path = path;
        this.limit = limit;
    }

    /**
     * An answer.
     *
     * @param error what was said of it; empty when it worked
     */
    record Answer(Json value, String error) {
        boolean failed() {
            return !error.isEmpty();
        }
    }

    /**
     * Looks for it.
     *
     * @param path folders separated by colons
     */
    static Optional<Az> find(String path) {
        for (String folder : path.split(File.pathSeparator)) {
            Path program = Path.of(folder.isEmpty() ? "." : folder, "az");
            if (Files.isExecutable(program) && !Files.isDirectory(program)) {
                return Optional.of(new Az(program, path, LIMIT));
            }
        }
        return Optional.empty();
    }

    /** The same, with another limit for each answer. */
    Az within(Duration time) {
        return new Az(program, path, time);
    }

    /**
     * Asks it.
     *
     * @throws FailedException it does not run, or not to its end
     */
    Answer ask(List<String> words) throws FailedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(words);
        command.addAll(List.of("--output", "json"));
        try {
            Path said = Files.createTempFile("ccm-az", ".err");
            try {
                return run(command, said);
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new FailedException(program + ": does not run: " + e.getMessage(), e);
        }
    }

    private Answer run(List<String> command, Path said) throws IOException, FailedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null")) // it asks nobody
                        .redirectError(said.toFile());
        builder.environment().put("PATH", path);
        Process process = builder.start();
        AtomicBoolean late = new AtomicBoolean();
        process.onExit()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(
                        timeout -> {
                            late.set(true);
                            return kill(process);
                        });
        // secrets may be in it: it is never written to a file, nor shown
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = await(process);
        if (late.get()) {
            throw new FailedException(
                    program
                            + ": did not end within "
                            + limit.toSeconds()
                            + " s, and was stopped. See whether it works by itself: az iot hub list");
        }
        if (status == 0) {
            return new Answer(json(out), "");
        }
        String error = Files.readString(said).strip();
        return new Answer(Json.NULL, error.isEmpty() ? "it ended with status " + status : error);
    }

    private Json json(String out) throws FailedException {
        try {
            return out.isBlank() ? Json.NULL : Json.read(out);
        } catch (IOException e) {
            throw new FailedException(
                    program + ": answered with something else than JSON. Is it Azure's az?", e);
        }
    }

    private static Process kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return process.destroyForcibly();
    }

    private static int await(Process process) throws FailedException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted", e);
        }
    }
}
