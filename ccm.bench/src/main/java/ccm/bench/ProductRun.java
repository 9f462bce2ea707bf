package ccm.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** One product, started with nothing enabled: how soon it is ready and what it takes. */
final class ProductRun {
    static final String UNIT = "mqtt";
    static final String GROUP = "Products, nothing enabled";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String sku;
    private final Path home;

    /**
     * What one start took.
     *
     * @param readySeconds process start to the line that says ready
     * @param idleMegabytes resident memory three seconds later
     */
    record Figures(double readySeconds, double idleMegabytes) {
        /** What the table shows, in its order. */
        static Map<String, ToDoubleFunction<Figures>> columns() {
            Map<String, ToDoubleFunction<Figures>> columns = new LinkedHashMap<>();
            columns.put("ready s", Figures::readySeconds);
            columns.put("RSS idle MB", Figures::idleMegabytes);
            return columns;
        }
    }

    ProductRun(String sku, Path home) {
        this.sku = sku;
        this.home = home;
    }

    /** All but the demo, the unit first. */
    static List<String> all(Path home) throws IOException {
        List<String> all = new ArrayList<>(List.of(UNIT));
        try (Stream<Path> folders = Files.list(CloudCase.product(home, UNIT).getParent())) {
            folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("demo") && !name.equals(UNIT))
                    .sorted()
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * One start on an empty data folder, and one more, which counts: it finds its bundles known.
     */
    Figures measure(Path folder) throws IOException, InterruptedException {
        start(folder);
        return start(folder);
    }

    private Figures start(Path folder) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "output", ".log");
        List<String> command =
                new ArrayList<>(List.of(home.resolve("ccm").toString(), "run", "--sku", sku));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        if (has("ccm.http-")) {
            command.addAll(List.of("--set", "http.listen_addr=127.0.0.1:0"));
        }
        long begin = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CCM_NO_BUILD", "1"); // a build would be measured too
        Process process = builder.start();
        try {
            while (!Files.readString(log).contains("\nready: ")
                    && !Files.readString(log).startsWith("ready: ")) {
                if (System.nanoTime() - begin > START_NANOS || !process.isAlive()) {
                    throw new IOException(sku + ": not ready. " + Files.readString(log));
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            double ready = (System.nanoTime() - begin) / 1e9;
            LockSupport.parkNanos(SETTLE_NANOS);
            return new Figures(ready, Run.megabytes(process, "VmRSS"));
        } finally {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private boolean has(String jar) throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(CloudCase.product(home, sku), jar + "*")) {
            return jars.iterator().hasNext();
        }
    }
}
