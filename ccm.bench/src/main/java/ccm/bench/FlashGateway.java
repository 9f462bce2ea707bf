package ccm.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The gateway with everything, and the simulated pins. */
final class FlashGateway implements AutoCloseable {
    private static final Pattern URL =
            Pattern.compile("(?m)^ready:.*(http://127\\.0\\.0\\.1:\\d+)");
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String EDGE = "ccm-bench-edge";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final Path folder;
    private final Process process;
    private final String url;

    /**
     * Starts one.
     *
     * @param link the host's device
     * @param baud at which its loader is spoken to
     */
    FlashGateway(Path home, Path folder, Path link, int baud) throws IOException {
        this.home = home;
        this.folder = folder;
        Path log = folder.resolve("output.log");
        String pins = "sim:" + link + ".pins#";
        List<String> command =
                List.of(
                        "java",
                        "@" + home.resolve("cnf/jvm.options"),
                        "-jar",
                        home.resolve("cnf/sku/target/lib/ccm.launcher.jar").toString(),
                        "run",
                        "--sku-dir",
                        product().toString(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "http.listen_addr=127.0.0.1:0",
                        "--set",
                        "console.enable=false",
                        "--set",
                        "host.rpc.uart.port=" + link,
                        "--set",
                        "host.ota.stm32.boot0_pin=" + pins + "boot0",
                        "--set",
                        "host.ota.stm32.rst_pin=" + pins + "rst",
                        "--set",
                        "host.ota.stm32.uart.baud_rate=" + baud);
        this.process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        this.url = ready(log);
    }

    /** Updates the host; completes with what the gateway answers at the end. */
    CompletableFuture<HttpResponse<String>> update(byte[] firmware)
            throws IOException, InterruptedException {
        Path binary = Files.write(folder.resolve("FIRMWARE.BIN"), firmware);
        Path zip = folder.resolve("fw.zip");
        Process pack =
                new ProcessBuilder(
                                "java",
                                "-jar",
                                home.resolve("cnf/sku/target/lib/ccm.cli.jar").toString(),
                                "create-fw-bundle",
                                "-o",
                                zip.toString(),
                                "--name",
                                "bench",
                                "--platform",
                                "ccm_host",
                                "host_fw:type=STM32,src=" + binary + ",addr=0x8000000")
                        .inheritIO()
                        .start();
        if (pack.waitFor() != 0) {
            throw new IOException("create-fw-bundle failed");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "--" + EDGE + "\r\nContent-Disposition: form-data; name=\"file\";");
        text(body, " filename=\"fw.zip\"\r\n\r\n");
        body.writeBytes(Files.readAllBytes(zip));
        text(body, "\r\n--" + EDGE + "--\r\n");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/update"))
                        .header("Content-Type", "multipart/form-data; boundary=" + EDGE)
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The product demo without its story: it has the simulated pins, and nothing happens in it. */
    private Path product() throws IOException {
        Path from = home.resolve("cnf/sku/target/export/demo");
        Path product = Files.createDirectories(folder.resolve("sku/demo"));
        Files.copy(from.resolveSibling("logging.txt"), folder.resolve("sku/logging.txt"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("ccm.sim.demo") && !name.startsWith("ccm.sim.cloud")) {
                    Files.createSymbolicLink(product.resolve(name), file);
                }
            }
        }
        return product;
    }

    private String ready(Path log) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher line = URL.matcher(Files.readString(log));
            if (line.find()) {
                return line.group(1);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        process.destroyForcibly();
        throw new IOException("the gateway is not ready. " + Files.readString(log));
    }

    private static void text(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
