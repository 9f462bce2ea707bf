package ccm.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The command behind {@code ccm bench}: measures, prints the table, writes the JSON. */
public final class Bench {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 10;
    private static final int QUICK_SECONDS = 3;
    private static final String WEB = "http"; // with --only
    private static final String FLASH = "flash"; // as well
    private static final String CLOUDS = "clouds"; // as well
    private static final String PRODUCTS = "products"; // as well
    private static final CloudRun.Load CLOUDS_FULL = new CloudRun.Load(5, 10, 200);
    private static final CloudRun.Load CLOUDS_QUICK = new CloudRun.Load(2, 3, 60);
    private static final Run.Load FULL = new Run.Load(500, 50_000);
    private static final Run.Load QUICK = new Run.Load(100, 10_000);

    private final PrintStream out;
    private final Path home;

    private Bench(PrintStream out, Path home) {
        this.out = out;
        this.home = home;
    }

    /**
     * Runs the benchmarks.
     *
     * @param args the checkout's folder, then {@code --rounds N}, {@code --quick}, {@code --only
     *     NAME,NAME}, {@code --codecs}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> options = List.of(args);
        if (options.contains("--codecs")) {
            org.openjdk.jmh.Main.main(new String[] {"ccm.bench.codec"});
            return;
        }
        boolean quick = options.contains("--quick");
        int rounds = quick ? 1 : ROUNDS;
        rounds = Integer.parseInt(option(options, "--rounds", Integer.toString(rounds)));
        Bench bench = new Bench(System.out, Path.of(args[0]));
        bench.run(rounds, quick ? QUICK : FULL, List.of(option(options, "--only", "").split(",")));
    }

    private static String option(List<String> options, String name, String absent) {
        int at = options.indexOf(name);
        return at >= 0 && at + 1 < options.size() ? options.get(at + 1) : absent;
    }

    private void run(int rounds, Run.Load load, List<String> only)
            throws IOException, InterruptedException {
        Table<Figures> frames = new Table<>(Subjects.UNIT, Figures.columns());
        Table<WebFigures> web = new Table<>(WebSubject.UNIT, WebFigures.columns());
        Table<FlashFigures> flash = new Table<>(FlashRun.UNIT, FlashFigures.columns());
        Table<CloudFigures> clouds = new Table<>(CloudPeer.NAME, CloudFigures.columns());
        Table<ProductRun.Figures> products =
                new Table<>(ProductRun.UNIT, ProductRun.Figures.columns());
        Path scratch = Files.createTempDirectory("ccm-bench");
        try {
            if (!List.of(WEB, FLASH, CLOUDS, PRODUCTS).containsAll(only)) {
                measure(rounds, load, only, frames, scratch);
            }
            if (only.contains("") || only.contains(WEB)) {
                measure(rounds, load, web, scratch);
            }
            if (only.contains("") || only.contains(FLASH)) {
                measure(rounds, flash, scratch);
            }
            if (only.contains("") || only.contains(CLOUDS)) {
                clouds(rounds, load, clouds, scratch);
            }
            if (only.contains("") || only.contains(PRODUCTS)) {
                products(rounds, products, scratch);
            }
        } finally {
            delete(scratch);
        }
        Sizes sizes = Sizes.of(home);
        List<Table<?>> tables = List.of(frames, web, flash, clouds, products);
        tables.forEach(table -> out.print(table.text()));
        out.print(sizes.text());
        Path json = home.resolve(".ccm/bench.json");
        Files.createDirectories(json.getParent());
        Files.writeString(json, json(tables, sizes).toPrettyString() + "\n");
        out.println("bench: every figure is in " + json);
    }

    private void measure(
            int rounds, Run.Load load, List<String> only, Table<Figures> table, Path scratch)
            throws IOException, InterruptedException {
        List<Subject> subjects =
                Subjects.all(home).stream()
                        .filter(
                                subject ->
                                        subject.name().equals(Subjects.UNIT)
                                                || only.contains("")
                                                || only.contains(subject.name()))
                        .toList();
        try (Broker broker = new Broker(scratch)) {
            warmUp(subjects.get(0), broker, scratch);
            for (int round = 1; round <= rounds; round++) {
                for (int qos = 0; qos <= 1; qos++) {
                    for (Subject subject : subjects) {
                        if (subject.answers() && qos == 0) {
                            continue; // an answer to QoS 0 says nothing about a disk
                        }
                        String group = "QoS " + qos;
                        out.printf(
                                "round %d of %d: %s, %s%n", round, rounds, group, subject.name());
                        Path folder = Files.createTempDirectory(scratch, "run");
                        Figures figures = new Run(subject, qos, load).measure(broker, folder);
                        table.add(group, subject.name(), figures);
                        delete(folder);
                    }
                }
            }
        }
    }

    private void measure(int rounds, Run.Load load, Table<WebFigures> table, Path scratch)
            throws IOException, InterruptedException {
        int seconds = load.equals(QUICK) ? QUICK_SECONDS : SECONDS;
        for (int round = 1; round <= rounds; round++) {
            for (String group : List.of("HTTP", "WebSocket")) {
                for (WebSubject subject : WebSubject.all()) {
                    out.printf("round %d of %d: %s, %s%n", round, rounds, group, subject.name());
                    Path folder = Files.createTempDirectory(scratch, "run");
                    boolean webSocket = group.equals("WebSocket");
                    WebFigures figures =
                            new WebRun(subject, webSocket, seconds).measure(home, folder);
                    table.add(group, subject.name(), figures);
                    delete(folder);
                }
            }
        }
    }

    private void measure(int rounds, Table<FlashFigures> table, Path scratch)
            throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (FlashCase one : FlashCase.all()) {
                out.printf("round %d of %d: %s%n", round, rounds, one.group());
                Path folder = Files.createTempDirectory(scratch, "run");
                new FlashRun(one, home)
                        .measure(folder)
                        .forEach((name, figures) -> table.add(one.group(), name, figures));
                delete(folder);
            }
        }
    }

    private static ObjectNode json(List<Table<?>> tables, Sizes sizes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("java", System.getProperty("java.vm.version"));
        json.put("cores", Runtime.getRuntime().availableProcessors());
        ObjectNode runs = json.putObject("runs");
        tables.forEach(table -> table.addTo(runs));
        ObjectNode size = json.putObject("megabytes");
        sizes.megabytes().forEach(size::put);
        return json;
    }

    private void clouds(int rounds, Run.Load load, Table<CloudFigures> table, Path scratch)
            throws IOException {
        CloudRun.Load each = load.equals(QUICK) ? CLOUDS_QUICK : CLOUDS_FULL;
        for (int round = 1; round <= rounds; round++) {
            for (CloudCase one : CloudCase.all(home)) {
                out.printf("round %d of %d: %s%n", round, rounds, one.group());
                Path folder = Files.createTempDirectory(scratch, "run");
                new CloudRun(one, home, each)
                        .measure(folder)
                        .forEach((name, figures) -> table.add(one.group(), name, figures));
                delete(folder);
            }
        }
    }

    private void products(int rounds, Table<ProductRun.Figures> table, Path scratch)
            throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (String sku : ProductRun.all(home)) {
                out.printf("round %d of %d: product %s%n", round, rounds, sku);
                Path folder = Files.createTempDirectory(scratch, "run");
                table.add(ProductRun.GROUP, sku, new ProductRun(sku, home).measure(folder));
                delete(folder);
            }
        }
    }

    /** The harness itself is a Java program: its first run would be measured cold. */
    private static void warmUp(Subject subject, Broker broker, Path scratch)
            throws IOException, InterruptedException {
        new Run(subject, 1, QUICK).measure(broker, Files.createTempDirectory(scratch, "warm"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
