package ccm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One subject over HTTP or WebSocket, from its start to its end. */
final class WebRun {
    private static final Pattern URL =
            Pattern.compile("(?m)^(?:ready:.*, )?http://127\\.0\\.0\\.1:(\\d+)(?=[,\\s])");
    private static final int CONNECTIONS = 8;
    private static final int PACED = 1000;
    private static final int WARM = 200;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long WARM_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final WebSubject subject;
    private final boolean webSocket;
    private final long nanos;

    /**
     * Makes one.
     *
     * @param seconds how long it is asked as fast as it can answer
     */
    WebRun(WebSubject subject, boolean webSocket, int seconds) {
        this.subject = subject;
        this.webSocket = webSocket;
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    WebFigures measure(Path home, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("output.log");
        long begin = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(subject.command(home, folder.resolve("data")))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("CCM_NO_BUILD", "1"); // a build would be measured too
        Process process = builder.start();
        try {
            return measure(process, port(log, begin), begin);
        } finally {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private WebFigures measure(Process process, int port, long begin) throws IOException {
        double start;
        double idle;
        long[] sorted;
        try (WebClient client = new WebClient(port, webSocket)) {
            client.ask();
            start = (System.nanoTime() - begin) / 1e9;
            LockSupport.parkNanos(SETTLE_NANOS);
            idle = Run.megabytes(process, "VmRSS");
            flood(port, WARM_NANOS); // both are compiled then
            sorted = pace(client);
        }
        Usage unused = Usage.of(process);
        long flooding = System.nanoTime();
        long answers = flood(port, nanos);
        double seconds = (System.nanoTime() - flooding) / 1e9;
        Usage used = Usage.of(process).since(unused);
        return new WebFigures(
                answers / seconds,
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                used.cpuSeconds() * 1e6 / answers,
                start,
                idle,
                Run.megabytes(process, "VmHWM"));
    }

    private static long[] pace(WebClient client) throws IOException {
        long[] latencies = new long[PACED];
        long next = System.nanoTime();
        for (int i = -WARM; i < PACED; i++) {
            next += PACE_NANOS;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            long begin = System.nanoTime();
            client.ask();
            latencies[Math.max(i, 0)] = System.nanoTime() - begin;
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private long flood(int port, long duration) throws IOException {
        AtomicLong answers = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        List<UncheckedIOException> failures = new ArrayList<>();
        long end = System.nanoTime() + duration;
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread thread =
                    new Thread(() -> answers.addAndGet(ask(port, end)), "ccm-bench-web-" + i);
            thread.setUncaughtExceptionHandler(
                    (dead, failure) -> failures.add(new UncheckedIOException(io(failure))));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return answers.get();
    }

    private long ask(int port, long end) {
        long answers = 0;
        try (WebClient client = new WebClient(port, webSocket)) {
            while (System.nanoTime() < end) {
                client.ask();
                answers++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }

    private int port(Path log, long begin) throws IOException {
        while (System.nanoTime() - begin < START_NANOS) {
            Matcher url = URL.matcher(Files.readString(log));
            if (url.find()) {
                return Integer.parseInt(url.group(1));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IOException(subject.name() + ": not ready. " + Files.readString(log));
    }

    private static IOException io(Throwable failure) {
        return failure instanceof UncheckedIOException e
                ? e.getCause()
                : new IOException(failure.toString(), failure);
    }
}
