package ccm.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Feeds a target what the Jazzer fuzzer thinks of, in a process of its own: 30 seconds, or 10
 * minutes with {@code -Dccm.long=true}.
 *
 * <p>A target is a class with {@code public static void fuzzerTestOneInput(byte[])}. What it throws
 * is a finding. Its seeds are the files of {@code src/test/resources/fuzz/<class>}; an input that
 * was a finding once is kept among them for ever.
 */
public final class Fuzz {
    private static final int SHORT_SECONDS = 30;
    private static final int LONG_SECONDS = 600;
    private static final int START_SECONDS = 180;
    private static final int MAX_LENGTH = 8192;

    private Fuzz() {}

    /**
     * Fuzzes a target.
     *
     * @throws AssertionError there was a finding; the text ends with what the fuzzer said, the
     *     input included
     */
    public static void run(Class<?> target) throws IOException, InterruptedException {
        run(target, SHORT_SECONDS);
    }

    /** The same for so long, unless {@code -Dccm.long=true} asks for more. */
    public static void run(Class<?> target, int shortSeconds)
            throws IOException, InterruptedException {
        Path seeds = Path.of("src/test/resources/fuzz", target.getSimpleName()).toAbsolutePath();
        Path work = Path.of("target/fuzz", target.getSimpleName()).toAbsolutePath();
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        Path said = work.resolve("said.txt");
        int seconds = Boolean.getBoolean("ccm.long") ? LONG_SECONDS : shortSeconds;
        Process process =
                new ProcessBuilder(command(target, seconds, corpus, seeds))
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            if (!process.waitFor(2L * seconds + START_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(target + ": the fuzzer does not end. " + tail(said));
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(target + ": a finding. " + tail(said));
        }
    }

    private static List<String> command(Class<?> target, int seconds, Path corpus, Path seeds) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-cp",
                                classPath(),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + target.getName(),
                                "--instrumentation_includes=ccm.**",
                                "-max_total_time=" + seconds,
                                "-max_len=" + MAX_LENGTH,
                                "-timeout=60",
                                corpus.toString()));
        if (Files.isDirectory(seeds)) {
            command.add(seeds.toString());
        }
        return command;
    }

    /** Surefire gives its JVM a jar that only refers to the class path, and tells this one. */
    private static String classPath() {
        String tests = System.getProperty("surefire.test.class.path");
        String all = tests == null ? System.getProperty("java.class.path") : tests;
        List<String> absolute = new ArrayList<>();
        for (String entry : all.split(File.pathSeparator)) {
            absolute.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, absolute);
    }

    private static String tail(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said, StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
