package ccm.sim.host;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The simulated host on its pseudo-terminal. */
@ExtendWith(Quiet.class)
class SimHostTest {
    @TempDir Path folder;
    private PtyLine pty;
    private SimHost host;
    private Gateway gateway;

    @AfterEach
    void close() throws IOException {
        host.close(); // hangs up, which ends the gateway's read
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void answersOverTheDevice() throws Exception {
        open(Generation.B, false);
        gateway.send("{\"id\":1,\"method\":\"RPC.List\"}");
        gateway.send("{\"id\":2,\"method\":\"LED.Set\",\"params\":{\"on\":true}}");
        eventually(() -> assertTrue(host.led()));
        gateway.send("{\"id\":3,\"method\":\"LED.Set\",\"params\":{\"on\":7}}");
        eventually(
                () ->
                        assertEquals(
                                List.of(
                                        "{\"id\":1,\"result\":[\"LED.Toggle\",\"LED.Set\","
                                                + "\"MQTT.Message\",\"Shadow.Delta\",\"Sum\","
                                                + "\"RPC.List\",\"Sys.GetInfo\"]}",
                                        "{\"id\":2,\"result\":null}",
                                        "{\"id\":3,\"error\":{\"code\":-32602,\"message\":"
                                                + "\"on must be true or false\"}}"),
                                sent()));
    }

    @Test
    void keepsMessagesAndReportsDeltasAsTheyAre() throws Exception {
        open(Generation.B, false);
        gateway.send(
                "{\"method\":\"MQTT.Message\",\"params\":{\"topic\":\"t/1\",\"message\":\"né\"}}");
        gateway.send("{\"method\":\"Shadow.Delta\",\"params\":{\"name\":\"né\"}}");
        eventually(() -> assertEquals(List.of(new HostMessage("t/1", "né")), host.messages()));
        eventually(
                () ->
                        assertEquals(
                                List.of(
                                        "{\"method\":\"Shadow.Report\",\"params\":{\"name\":\"né\"}}"),
                                sent()));
    }

    @Test
    void callsTheGatewayAndGetsTheAnswer() throws Exception {
        open(Generation.B, false);
        var answer = host.call("Sys.Info", "");
        eventually(() -> assertEquals(1, sent().size()));
        gateway.send("{\"id\":1,\"result\":{\"id\":\"x\"}}");
        assertEquals("{\"id\":1,\"result\":{\"id\":\"x\"}}", answer.get(5, TimeUnit.SECONDS));
    }

    @Test
    void losesTheSecondFrameOfAReadWhenAskedTo() throws Exception {
        pty = new PtyLine(Optional.empty());
        host = new SimHost(new FirstFrameOnly(pty), Generation.E, false);
        gateway = new Gateway(pty.device());
        gateway.send("{\"id\":1,\"method\":\"Sum\"}\n{\"id\":2,\"method\":\"Sum\"}");
        host.open();
        eventually(() -> assertEquals(1, sent().size()));
        gateway.send("{\"id\":3,\"method\":\"Sum\"}");
        eventually(
                () ->
                        assertEquals(
                                List.of("{\"id\":1,\"result\":0}", "{\"id\":3,\"result\":0}"),
                                sent()));
    }

    @Test
    void makesAndRemovesItsLinkButTouchesNoFile() throws Exception {
        Path link = folder.resolve("host");
        Files.createSymbolicLink(link, Path.of("/dev/ccm-old"));
        pty = new PtyLine(Optional.of(link));
        host = new SimHost(pty, Generation.B, false);
        assertEquals(pty.device(), Files.readSymbolicLink(link).toString());
        host.close();
        assertFalse(Files.isSymbolicLink(link));
        Files.writeString(link, "precious");
        assertThrows(IOException.class, () -> new PtyLine(Optional.of(link)));
        assertEquals("precious", Files.readString(link));
    }

    @Test
    void repeatsOverANoisyLineUntilEachCallTookEffectOnce() throws Exception {
        open(Generation.B, true, 0.05, 0.05);
        int count = 3000;
        Plan plan =
                new Plan("t", 1, Plan.Style.IDEM, Duration.ZERO, 64, count, Duration.ofMillis(100));
        try (Publisher publisher = new Publisher(host, plan, "")) {
            publisher.publish(true);
            publisher.open();
            eventually(
                    Duration.ofSeconds(60),
                    () -> assertEquals(count, publisher.counts().answered()));
            Publisher.Counts counts = publisher.counts();
            assertEquals(count, counts.published());
            assertTrue(counts.repeated() > count / 20, counts.toString());
            assertEquals(0, counts.refused());
        }
        assertEquals(count, gateway.effects().size());
    }

    @Test
    void subscribesWhenTheGatewayStartsAndRepeatsUntilAnswered() throws Exception {
        pty = new PtyLine(Optional.empty());
        host = new SimHost(pty, Generation.B, false);
        Plan plan =
                new Plan(
                        "", 0, Plan.Style.CALL, Duration.ofSeconds(1), 1, 0, Duration.ofMillis(50));
        try (Publisher publisher = new Publisher(host, plan, "t/#")) {
            host.open();
            publisher.publish(true);
            publisher.open();
            gateway = new Gateway(pty.device());
            String subscription =
                    "\"method\":\"MQTT.Sub\",\"params\":{\"topic\":\"t/#\",\"qos\":1}}";
            eventually(() -> assertTrue(sent().size() >= 3));
            assertTrue(sent().stream().allMatch(("{\"id\":1," + subscription)::equals));
            assertFalse(publisher.subscribed());
            gateway.send("{\"id\":1,\"result\":null}");
            eventually(() -> assertTrue(publisher.subscribed()));
            gateway.send("{\"method\":\"Sys.Init\"}");
            eventually(() -> assertTrue(sent().contains("{\"id\":2," + subscription)));
        }
    }

    @Test
    void isAsSloppyAsTheShippedFirmware() throws Exception {
        open(Generation.A, false);
        Plan plan =
                new Plan(
                        "t",
                        0,
                        Plan.Style.SLOPPY,
                        Duration.ofMillis(1),
                        1,
                        4,
                        Duration.ofSeconds(1));
        try (Publisher publisher = new Publisher(host, plan, "")) {
            publisher.publish(true);
            publisher.open();
            eventually(() -> assertEquals(4, sent().size()));
        }
        assertTrue(sent().get(0).endsWith("\"blink_period_ms\":500}}"), sent().get(0));
        assertTrue(sent().get(1).contains("\"message\":{\"n\":2,"), sent().get(1));
    }

    private void open(Generation generation, boolean crc, double... faults) throws IOException {
        pty = new PtyLine(Optional.empty());
        HostLine line =
                faults.length == 0
                        ? new SmallWrites(pty)
                        : new NoisyLine(pty, faults[0], faults[1], 1);
        host = new SimHost(line, generation, crc);
        gateway = new Gateway(pty.device());
        host.open();
    }

    private List<String> sent() {
        return host.tape().after(0).stream()
                .filter(frame -> !frame.toHost())
                .map(Tape.Frame::text)
                .toList();
    }
}
