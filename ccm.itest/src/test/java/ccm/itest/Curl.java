package ccm.itest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code curl}, as people type it. */
final class Curl {
    private static final String PATIENCE = "60"; // seconds
    private static final long END_SECONDS = 10;

    private Curl() {}

    /** What it prints; the status of the answer is the last line of it. */
    static String status(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-w", "%{http_code}"));
        all.addAll(List.of(arguments));
        return of(all.toArray(String[]::new));
    }

    /** What it prints. */
    static String of(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    /** What it prints where a gateway has a network of its own. */
    static String in(GatewayProcess gateway, String... arguments)
            throws IOException, InterruptedException {
        String process = Long.toString(gateway.pid());
        return run(List.of("nsenter", "--target", process, "--net"), arguments);
    }

    private static String run(List<String> within, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(within);
        command.addAll(List.of("curl", "-sS", "--noproxy", "*", "--max-time", PATIENCE));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + ": did not end");
        }
        return output;
    }
}
