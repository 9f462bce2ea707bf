package ccm.bench;

import ccm.bench.codec.Frames;
import ccm.parts.pty.Pty;
import ccm.testing.MqttSubscriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One subject, one quality of service, from its start to its end. */
final class Run {
    private static final String TOPIC = "bench/t";
    private static final int STAMP_DIGITS = 19;
    private static final int MESSAGE_BYTES = 100;
    private static final int CHUNK = 50;
    private static final long START_SECONDS = 30;
    private static final long DRAIN_SECONDS = 120;
    private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Subject subject;
    private final int qos;
    private final Load load;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final long[] latencies;
    private volatile int timed; // written by the subscriber's thread alone
    private volatile boolean timing;
    private volatile long firstArrival;
    private volatile long lastArrival;
    private long ids;

    /**
     * How much a run does.
     *
     * @param paced lines sent at 100 a second, of which the first fifth does not count
     * @param flood lines sent as fast as the terminal takes them
     */
    record Load(int paced, int flood) {}

    Run(Subject subject, int qos, Load load) {
        this.subject = subject;
        this.qos = qos;
        this.load = load;
        this.latencies = new long[load.paced()];
    }

    Figures measure(Broker broker, Path folder) throws IOException, InterruptedException {
        try (Pty pty = new Pty();
                MqttSubscriber subscriber =
                        new MqttSubscriber(broker.port(), "bench/#", this::arrive)) {
            subscriber.start();
            Thread drain = new Thread(() -> drain(pty), "ccm-bench-answers");
            drain.setDaemon(true);
            drain.start();
            long begin = System.nanoTime();
            ProcessBuilder builder =
                    new ProcessBuilder(subject.command(pty.device(), broker.port(), qos, folder))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output.log").toFile());
            builder.environment().put("CCM_NO_BUILD", "1"); // a build would be measured too
            Process process = builder.start();
            try {
                return measure(pty, process, begin);
            } finally {
                process.destroy();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
    }

    private Figures measure(Pty pty, Process process, long begin) throws IOException {
        double start = firstMessage(pty, begin);
        LockSupport.parkNanos(SETTLE_NANOS);
        double idle = megabytes(process, "VmRSS");
        pace(pty);
        long[] sorted =
                Arrays.copyOfRange(
                        latencies, load.paced() / 5, Math.max(load.paced() / 5 + 1, timed));
        Arrays.sort(sorted);
        long before = arrived.get();
        Usage unused = Usage.of(process);
        double rate = flood(pty, before);
        Usage used = Usage.of(process).since(unused);
        long lost = before + load.flood() - arrived.get();
        return new Figures(
                start,
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                rate,
                used.cpuSeconds() * 1e6 / load.flood(),
                used.switches() * 1e3 / load.flood(),
                idle,
                megabytes(process, "VmHWM"),
                lost);
    }

    private double firstMessage(Pty pty, long begin) throws IOException {
        Thread probes = new Thread(() -> probe(pty), "ccm-bench-probes");
        probes.setDaemon(true);
        probes.start();
        await(START_SECONDS, () -> arrived.get() > 0, "no first message");
        double seconds = (firstArrival - begin) / 1e9;
        await(START_SECONDS, () -> !probes.isAlive(), "the terminal takes no bytes");
        long seen = -1;
        while (seen != arrived.get()) { // the probes that were still on their way
            seen = arrived.get();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        }
        return seconds;
    }

    private void probe(Pty pty) {
        try {
            while (arrived.get() == 0) {
                pty.write(line());
                LockSupport.parkNanos(PROBE_NANOS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("probe: " + e.getMessage(), e);
        }
    }

    private void pace(Pty pty) throws IOException {
        long already = arrived.get();
        timing = true;
        long next = System.nanoTime();
        for (int i = 0; i < load.paced(); i++) {
            next += PACE_NANOS;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            pty.write(line());
        }
        await(
                DRAIN_SECONDS,
                () -> arrived.get() >= already + load.paced(),
                "messages are missing at 100 a second");
        timing = false;
    }

    private double flood(Pty pty, long before) throws IOException {
        long begin = System.nanoTime();
        for (int done = 0; done < load.flood(); done += CHUNK) {
            java.io.ByteArrayOutputStream chunk = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < CHUNK; i++) {
                chunk.write(line());
            }
            pty.write(chunk.toByteArray());
        }
        await(
                DRAIN_SECONDS,
                () -> arrived.get() >= before + load.flood() || stalled(),
                "messages are missing after the flood");
        return (arrived.get() - before) / ((lastArrival - begin) / 1e9);
    }

    /** True when nothing has come for 5 s: what is missing will not come (QoS 0 may lose). */
    private boolean stalled() {
        return System.nanoTime() - lastArrival > TimeUnit.SECONDS.toNanos(5);
    }

    private byte[] line() {
        String stamp = String.format("@%0" + STAMP_DIGITS + "d", System.nanoTime());
        String message = stamp + "x".repeat(MESSAGE_BYTES - stamp.length());
        String frame = Frames.publish(TOPIC, message, qos, subject.answers() ? ++ids : 0);
        return (frame + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void arrive(String topic, byte[] payload) {
        long now = System.nanoTime();
        if (arrived.get() == 0) {
            firstArrival = now;
        }
        lastArrival = now;
        if (timing && timed < latencies.length) {
            String text = new String(payload, StandardCharsets.US_ASCII);
            int at = text.indexOf('@') + 1;
            latencies[timed] = now - Long.parseLong(text.substring(at, at + STAMP_DIGITS));
            timed = timed + 1;
        }
        arrived.incrementAndGet();
    }

    private void drain(Pty pty) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int count = pty.read(buffer); count >= 0; count = pty.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        answered.incrementAndGet();
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("answers: " + e.getMessage(), e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(long seconds, Condition condition, String otherwise) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        subject.name()
                                + ", QoS "
                                + qos
                                + ": "
                                + otherwise
                                + " within "
                                + seconds
                                + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** The process itself: a shell that ran it has become it. */
    static double megabytes(Process process, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("/proc/" + process.pid() + "/status: no " + field);
    }
}
