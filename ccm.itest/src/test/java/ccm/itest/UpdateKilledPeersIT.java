package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.host.rom.NewFirmware;
import ccm.sim.host.rom.SimFirmware;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * An update of 64 KiB between two processes, one of which dies in the middle: the gateway by
 * SIGKILL or the host by a power cut. Without anybody's help the host runs afterwards, one image or
 * the other, whole.
 */
public class UpdateKilledPeersIT {
    private static final int ROUNDS = Boolean.getBoolean("ccm.long") ? 40 : 3;
    private static final int IMAGE = 64 * 1024;
    private static final int CHUNK = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PROGRESS = 1;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();
    private HostProcess host;
    private GatewayProcess gateway;
    private int renewed;

    @Test
    public void theHostRunsOneOrTheOther() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.printf("UpdateKilledPeersIT: seed %d%n", seed);
        Path link = folder.getRoot().toPath().resolve("host");
        Path firmware = folder.newFile("firmware").toPath();
        Files.write(firmware, image("0"));
        try (HostProcess first = new HostProcess(link, firmware);
                GatewayProcess own = gateway(link, first.pins())) {
            host = first;
            gateway = own;
            gateway.startReady();
            answers("0");
            long before = host.received();
            send("1");
            ended("1");
            long bytes = host.received() - before;
            for (int round = 0; round < ROUNDS; round++) {
                long at = 1 + random.nextLong(bytes);
                if (round % 2 == 0) {
                    killGateway(at, "2." + round);
                } else {
                    cutHost(at, "2." + round);
                }
            }
            System.out.printf(
                    "UpdateKilledPeersIT: %d rounds of %d bytes, %d times the new image runs%n",
                    ROUNDS, bytes, renewed);
        }
    }

    private void killGateway(long at, String next) throws Exception {
        String old = host.runs();
        long start = host.received();
        send(next);
        eventually(
                PATIENCE,
                () ->
                        assertTrue(
                                host.received() - start >= at
                                        || status().path("state").asInt() != PROGRESS));
        gateway.kill();
        gateway.startReady();
        settled(old, next, "gateway killed at byte " + at);
    }

    private void cutHost(long at, String next) throws Exception {
        String old = host.runs();
        host.fault("cut@" + at);
        send(next);
        settled(old, next, "host without power at byte " + at);
    }

    /** Nobody does anything but wait. */
    private void settled(String old, String next, String what) throws Exception {
        eventually(
                PATIENCE,
                () -> {
                    JsonNode status = status();
                    assertTrue(what + ": " + status, status.path("state").asInt() != PROGRESS);
                    String runs = host.runs();
                    assertTrue(
                            what + ": " + runs + ", " + status,
                            runs.equals(old) || runs.equals(next));
                });
        String runs = host.runs();
        System.out.printf("UpdateKilledPeersIT: %s: %s%n", what, status().path("msg").asText());
        assertEquals(what, sha256(image(runs)), host.flash(IMAGE));
        answers(runs);
        renewed += runs.equals(next) ? 1 : 0;
    }

    private void ended(String version) throws Exception {
        eventually(
                PATIENCE,
                () -> {
                    JsonNode status = status();
                    assertTrue(
                            status.toString(),
                            status.path("msg").asText().startsWith("Update applied"));
                });
        assertEquals(version, host.runs());
        assertEquals(sha256(image(version)), host.flash(IMAGE));
    }

    private void answers(String version) {
        eventually(
                PATIENCE,
                () ->
                        assertEquals(
                                version,
                                gateway.local()
                                        .call("Host.Sys.GetInfo", "")
                                        .at("/result/fw_version")
                                        .asText()));
    }

    private JsonNode status() throws IOException {
        return gateway.local().call("OTA.Status", "").path("result");
    }

    private void send(String version) throws IOException {
        Path bundle = folder.getRoot().toPath().resolve("fw.zip");
        NewFirmware.write(bundle, IMAGE, version);
        byte[] bytes = Files.readAllBytes(bundle);
        call("OTA.Begin", "{\"size\":" + bytes.length + "}");
        for (int at = 0; at < bytes.length; at += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK));
            call(
                    "OTA.Write",
                    "{\"offset\":"
                            + at
                            + ",\"data\":\""
                            + Base64.getEncoder().encodeToString(chunk)
                            + "\"}");
        }
        call("OTA.End", "");
    }

    private void call(String method, String params) throws IOException {
        JsonNode answer = gateway.local().call(method, params);
        assertTrue(method + ": " + answer, answer.has("result"));
    }

    /** The smallest product, and of the simulators only what drives the pins of one. */
    private GatewayProcess gateway(Path link, Path pins) throws IOException {
        Path sku = folder.newFolder("sku").toPath();
        for (Path jar : Sku.jars("mqtt")) {
            Files.createSymbolicLink(sku.resolve(jar.getFileName()), jar);
        }
        for (Path jar : Sku.jars("demo")) {
            if (jar.getFileName().toString().matches("(ccm\\.sim\\.host|.*jna).*")) {
                Files.createSymbolicLink(sku.resolve(jar.getFileName()), jar);
            }
        }
        Files.writeString(sku.resolve("mqtt.json"), "{\"mqtt\":{\"enable\":false}}");
        Files.writeString(
                sku.resolve("mqtt.properties"),
                "org.osgi.framework.system.capabilities.extra: ccm.stage;stage=demo\n");
        return GatewayProcess.of(
                sku,
                "mqtt",
                folder.newFolder("data").toPath(),
                "sim.host.enable=false",
                "host.rpc.uart.port=" + link,
                "host.ota.stm32.boot0_pin=sim:" + pins + "#boot0",
                "host.ota.stm32.rst_pin=sim:" + pins + "#rst");
    }

    private static byte[] image(String version) {
        return SimFirmware.image(IMAGE, version, false, version.hashCode());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
