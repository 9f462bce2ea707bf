package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertTrue;

import ccm.sim.host.PtyLine;
import ccm.testing.Mosquitto;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway that can be reached on every channel, with a real broker and a serial console. */
final class MosSite implements AutoCloseable {
    /** The {@code device.id}. */
    static final String DEVICE = "ccm_mos";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HTTP =
            Pattern.compile("ready: .*?(http://127\\.0\\.0\\.1:\\d+)(?!.*ready: )", Pattern.DOTALL);

    final Mosquitto broker = Mosquitto.plain();
    final Path folder = Files.createTempDirectory("ccm-mos");
    final Path port = folder.resolve("console");
    final GatewayProcess gateway;

    MosSite(String acl, String vendor) throws IOException {
        Path layer = folder.resolve("data/config/conf5.json");
        Files.createDirectories(layer.getParent());
        Files.writeString(layer, vendor);
        gateway =
                new GatewayProcess(
                        "full",
                        folder.resolve("data"),
                        acl,
                        "device.id=" + DEVICE,
                        "console.enable=false",
                        "http.listen_addr=127.0.0.1:0",
                        "rpc.uart.port=" + port,
                        "mqtt.enable=true",
                        "mqtt.server=127.0.0.1:" + broker.port());
        gateway.startReady();
        awaitReady(1);
    }

    MosSite(String acl) throws IOException {
        this(acl, "{}");
    }

    URI http() throws IOException {
        Matcher last = HTTP.matcher(gateway.output());
        assertTrue(gateway.output(), last.find());
        return URI.create(last.group(1) + "/rpc");
    }

    MosTransport serial() throws IOException {
        return new MosSerial(new PtyLine(Optional.of(port)));
    }

    int timesReady() throws IOException {
        return gateway.output().split("ready: sku ", -1).length - 1;
    }

    void awaitReady(int times) {
        eventually(PATIENCE, () -> assertTrue(gateway.output(), timesReady() >= times));
        eventually(
                PATIENCE,
                () -> {
                    String status = gateway.local().call("Cloud.Status", "").toString();
                    assertTrue(status, status.contains("\"phase\":\"READY\""));
                });
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        broker.close();
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(folder)) {
            all.forEach(files::add);
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(files.get(i));
        }
    }
}
