package ccm.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.bench.codec.Frames;
import ccm.parts.frames.LineFramer;
import ccm.parts.pty.Pty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The product of a cloud with a host on its line, which does what the shadow wants. */
final class CloudGateway implements CloudDevice {
    private static final int READ = 1 << 16;
    private static final Pattern WISH =
            Pattern.compile(
                    "\\{\"method\":\"Shadow\\.Delta\",\"params\":(\\{.*\"bench\":(\\d+).*})}");

    private final Pty pty = new Pty();
    private final long begin = System.nanoTime();
    private final Process process;
    private volatile int wished;

    /**
     * Starts it.
     *
     * @param told settings
     */
    CloudGateway(CloudCase cloud, Map<String, String> told, Path home, Path folder)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("ccm").toString(), "run", "--sku"));
        command.addAll(List.of(cloud.name(), "--data", folder.resolve("data").toString()));
        command.addAll(List.of("--set", "host.rpc.uart.port=" + pty.device()));
        told.forEach((path, value) -> command.addAll(List.of("--set", path + "=" + value)));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("gateway.log").toFile());
        builder.environment().put("CCM_NO_BUILD", "1"); // a build would be measured too
        process = builder.start();
        Thread host = new Thread(this::read, "ccm-bench-host");
        host.setDaemon(true);
        host.start();
    }

    /** Seconds since it was started. */
    double age() {
        return (System.nanoTime() - begin) / 1e9;
    }

    double megabytes() throws IOException {
        return Run.megabytes(process, "VmRSS");
    }

    @Override
    public void publish(int from, int count) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int number = from; number < from + count; number++) {
            String frame = Frames.publish("bench/t", CloudEmulator.message(number), 1, 0) + "\n";
            frames.writeBytes(frame.getBytes(UTF_8));
        }
        pty.write(frames.toByteArray());
    }

    @Override
    public int wished() {
        return wished;
    }

    private void read() {
        LineFramer framer = new LineFramer(READ, new Host());
        byte[] buffer = new byte[READ];
        try {
            for (int count = pty.read(buffer); count >= 0; count = pty.read(buffer)) {
                framer.accept(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new IllegalStateException("host: " + e.getMessage(), e);
        }
    }

    private final class Host implements LineFramer.Sink {
        @Override
        public void line(byte[] line) {
            Matcher wish = WISH.matcher(new String(line, UTF_8));
            if (!wish.matches()) {
                return;
            }
            wished = Integer.parseInt(wish.group(2));
            String report = "{\"method\":\"Shadow.Report\",\"params\":" + wish.group(1) + "}\n";
            try {
                pty.write(report.getBytes(UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException("host: " + e.getMessage(), e);
            }
        }

        @Override
        public void overlong(int limit) {
            throw new IllegalStateException("CCM sent a line over " + limit);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        pty.close();
    }
}
