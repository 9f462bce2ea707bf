package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, run as {@code ./ccm run} runs it, which can be killed. */
final class GatewayProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private static final Path TARGET = CcmCommand.CHECKOUT.resolve("cnf/sku/target");
    private static final Duration READY = Duration.ofSeconds(60);

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private final Path data;
    private final Path log;
    private Process process;

    GatewayProcess(String sku, Path data, String... settings) throws IOException {
        this(launcher(sku), data, settings);
    }

    /** One that is started with {@code ./ccm run}, letter for letter. */
    static GatewayProcess typed(String sku, Path data, String... settings) throws IOException {
        List<String> words =
                List.of(CcmCommand.CHECKOUT.resolve("ccm").toString(), "run", "--sku", sku);
        return new GatewayProcess(words, data, settings);
    }

    /** One of a product that is in that folder. */
    static GatewayProcess of(Path folder, String sku, Path data, String... settings)
            throws IOException {
        return new GatewayProcess(launcher(sku, folder), data, settings);
    }

    private GatewayProcess(List<String> words, Path data, String... settings) throws IOException {
        this.data = data;
        command = new ArrayList<>(words);
        command.addAll(List.of("--data", data.toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        log = Files.createTempFile("ccm-gateway", ".log");
    }

    /** What that script becomes: spared here, where every test starts a gateway. */
    private static List<String> launcher(String sku) {
        return launcher(sku, TARGET.resolve("export").resolve(sku));
    }

    private static List<String> launcher(String sku, Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + CcmCommand.CHECKOUT.resolve("cnf/jvm.options"),
                "-jar",
                TARGET.resolve("lib/ccm.launcher.jar").toString(),
                "run",
                "--sku",
                sku,
                "--sku-dir",
                folder.toString());
    }

    /** Lets a program begin that becomes the gateway, {@code prlimit} for one. */
    GatewayProcess within(String... program) {
        command.addAll(0, List.of(program));
        return this;
    }

    /** One that ends with status 75 when it wants to be started again, instead of doing that. */
    GatewayProcess supervised() {
        command.add("--supervised");
        return this;
    }

    /** Tells the gateway where something of the system is. */
    GatewayProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** True when it ends by itself so soon. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    void start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CCM_NO_BUILD", "1"); // it has been built already
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Starts, and waits for the line that says it serves. */
    GatewayProcess startReady() throws IOException {
        int before = timesReady();
        start();
        eventually(
                READY,
                () -> assertTrue("not ready: " + output(), timesReady() > before || !alive()));
        assertTrue("ended: " + output(), timesReady() > before);
        return this;
    }

    private int timesReady() throws IOException {
        return output().split("ready: sku ", -1).length - 1;
    }

    /** Waits until it has ended by itself; returns the exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway did not end within " + READY);
        }
        return process.exitValue();
    }

    /** Its local socket. */
    LocalClient local() {
        return new LocalClient(data.resolve("ccm.sock"));
    }

    /** Its data folder as it sees it, whatever is mounted there for it alone. */
    Path dataInside() {
        return Path.of("/proc", Long.toString(pid()), "root", data.toString());
    }

    long pid() {
        return process.pid();
    }

    /** Memory that it has in RAM, in kB. */
    long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Everything it printed, over all its lives. */
    String output() throws IOException {
        return Files.readString(log);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** {@code kill -9}, also of the one that it runs in after a restart. */
    void kill() throws InterruptedException {
        destroy();
        process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** SIGTERM, as a service manager sends it; returns the exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the gateway did not stop within " + STOP_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            destroy();
        }
        Files.deleteIfExists(log);
    }

    private void destroy() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
