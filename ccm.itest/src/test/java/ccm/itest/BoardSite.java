package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.host.Generation;
import ccm.sim.host.HostMethod;
import ccm.sim.host.PtyLine;
import ccm.sim.host.SimHost;
import ccm.sim.host.SmallWrites;
import ccm.sim.host.rom.BoardedHost;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimChip;
import ccm.sim.host.rom.SimFirmware;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway as it is sold, in a process of its own, and a host on a simulated board in this one, so
 * that a test sees both ends.
 */
final class BoardSite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IMAGE = 6_000;

    private final PtyLine pty;
    private final BoardedHost board;
    private final SimHost host;
    private final GatewayProcess gateway;

    /**
     * Makes them; {@link #start} starts the gateway.
     *
     * @param root an empty folder
     * @param settings paths and values
     * @param methods of the host besides those of the examples
     */
    BoardSite(Path root, String sku, Map<String, String> settings, Map<String, HostMethod> methods)
            throws IOException {
        Path link = root.resolve("host");
        pty = new PtyLine(Optional.of(link));
        SimChip chip = new SimChip(ChipModel.of("f103"));
        chip.load(0, SimFirmware.image(IMAGE, "1.0", false, 1));
        board = new BoardedHost(chip, pty, Optional.of(BoardedHost.pinsOf(link)), 0, 0);
        board.board().reset();
        host = new SimHost(new SmallWrites(board.line()), Generation.E, false);
        methods.forEach(host::export);
        board.open(host);
        host.open();
        List<String> all = new ArrayList<>();
        settings.forEach((path, value) -> all.add(path + "=" + value));
        String pins = "sim:" + BoardedHost.pinsOf(link);
        all.addAll(
                List.of(
                        "sim.host.enable=false",
                        "host.rpc.uart.port=" + link,
                        "host.ota.stm32.boot0_pin=" + pins + "#boot0",
                        "host.ota.stm32.rst_pin=" + pins + "#rst"));
        gateway =
                GatewayProcess.of(
                        product(Files.createDirectory(root.resolve("sku")), sku),
                        sku,
                        root.resolve("data"),
                        all.toArray(String[]::new));
    }

    /** The product, and of the simulators only what drives the pins of one. */
    private static Path product(Path folder, String sku) throws IOException {
        for (Path jar : Sku.jars(sku)) {
            Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
        }
        for (Path jar : Sku.jars("demo")) {
            Path to = folder.resolve(jar.getFileName());
            if (to.getFileName().toString().matches("(ccm\\.sim\\.host|.*jna).*")
                    && !Files.exists(to)) {
                Files.createSymbolicLink(to, jar);
            }
        }
        Files.writeString(folder.resolve(sku + ".json"), "{}");
        Files.writeString(
                folder.resolve(sku + ".properties"),
                "org.osgi.framework.system.capabilities.extra: ccm.stage;stage=demo\n");
        return folder;
    }

    BoardSite start() throws IOException {
        gateway.startReady();
        return this;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    SimHost host() {
        return host;
    }

    /** Waits until a cloud is connected. */
    BoardSite connected(String cloud) {
        eventually(PATIENCE, () -> assertEquals("READY", state(cloud).path("phase").asText()));
        return this;
    }

    /** What {@code Cloud.Status} says of a cloud. */
    JsonNode state(String cloud) throws IOException {
        for (JsonNode each : call("Cloud.Status", "").path("clouds")) {
            if (each.path("name").asText().equals(cloud)) {
                return each;
            }
        }
        return call("Cloud.Status", "").path("nothing");
    }

    /** A call on this machine that has to have a result. */
    JsonNode call(String method, String params) throws IOException {
        JsonNode answer = gateway.local().call(method, params);
        assertTrue(method + ": " + answer, answer.has("result"));
        return answer.path("result");
    }

    /** Version of the firmware that the host runs. */
    String runs() {
        return board.board().chip().firmware().map(SimFirmware::version).orElse("none");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        host.close();
        board.close();
        pty.close();
    }
}
