package ccm.uart;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.FrameExchange;
import ccm.api.rpc.RpcPeer;
import ccm.parts.pty.Pty;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The serial console on a real pseudo-terminal, to the byte. */
@ExtendWith(Quiet.class)
class ConsoleLinkTest {
    private static final String CALL = "{\"id\":1,\"method\":\"A\"}\n";
    private static final String ANSWER = "\n{\"id\":1,\"src\":\"ccm_1\",\"result\":\"A\"}\n";
    private static final long PAUSE_NANOS = 150_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path data;
    private final FakeExchange answering = new FakeExchange();
    private final HostPort host = new HostPort();
    private volatile FrameExchange exchange = answering;
    private Duration limit = Duration.ofMillis(500);
    private Pty person;
    private ConsoleLink link;

    @BeforeEach
    void plugIn() throws IOException {
        person = new Pty();
    }

    @AfterEach
    void unplug() throws IOException {
        if (link != null) {
            link.close();
        }
        person.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "blank", "handshake", "mos", "checksum", "noise", "overrun"})
    void followsTheRecordedDialogue(String name) throws IOException {
        open(person.device());
        StringBuilder came = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (Transcript.Step step : Transcript.of(name)) {
            switch (step.kind()) {
                case '>' -> person.write(step.bytes());
                case '~' -> LockSupport.parkNanos(PAUSE_NANOS);
                default -> {
                    expected.append(new String(step.bytes(), ISO_8859_1));
                    read(came, expected.length());
                    assertEquals(expected.toString(), came.toString());
                }
            }
        }
    }

    @Test
    void isALocalPeer() throws IOException {
        open(person.device());
        ask();
        assertEquals(
                List.of(new RpcPeer(RpcPeer.UART, person.device(), RpcPeer.Zone.LOCAL)),
                answering.peers);
    }

    @Test
    void keepsFramesWhileNobodyAnswers() throws IOException {
        exchange = null;
        open(person.device());
        person.write(CALL.getBytes(ISO_8859_1));
        person.write(CALL.getBytes(ISO_8859_1));
        exchange = answering;
        StringBuilder came = new StringBuilder();
        read(came, 2 * ANSWER.length());
        assertEquals(ANSWER + ANSWER, came.toString());
    }

    @Test
    void comesBackAfterReplugging() throws IOException {
        Path stable = Files.createSymbolicLink(data.resolve("by-id"), Path.of(person.device()));
        open(stable.toString());
        ask();
        person.close();
        person = new Pty();
        Files.delete(stable);
        Files.createSymbolicLink(stable, Path.of(person.device()));
        ask();
    }

    @Test
    void goesOnWhenXonIsLost() throws IOException {
        open(person.device(), "fc_type", 2);
        ask();
        person.write(new byte[] {0x13});
        eventually(() -> person.write(CALL.getBytes(ISO_8859_1)));
        long start = System.nanoTime();
        read(new StringBuilder(), ANSWER.length());
        long waited = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(waited > 300, "XOFF must be honoured, came after " + waited + " ms");
    }

    @Test
    void stopsAtXoffAndGoesOnAtXon() throws IOException {
        limit = Duration.ofMinutes(5);
        open(person.device(), "fc_type", 2);
        ask();
        person.write(new byte[] {0x13});
        person.write(CALL.getBytes(ISO_8859_1));
        eventually(() -> assertEquals(2, answering.frames.size()));
        person.write(new byte[] {0x11});
        read(new StringBuilder(), ANSWER.length());
    }

    @Test
    void blocksNobodyWhenThePeerTakesNothing() throws IOException {
        open(person.device(), "fc_type", 0);
        eventually(() -> person.write(CALL.getBytes(ISO_8859_1)));
        for (int i = 0; i < 5_000; i++) {
            person.write(CALL.getBytes(ISO_8859_1)); // its answers fill every buffer
        }
        eventually(() -> assertEquals(5_001, answering.frames.size()));
        long start = System.nanoTime();
        link.close();
        assertTrue(System.nanoTime() - start < 3_000_000_000L, "closes soon");
    }

    @Test
    void leavesTheHostsPortAlone() throws IOException {
        host.is(person.device());
        open(Files.createSymbolicLink(data.resolve("same"), Path.of(person.device())).toString());
        host.is("/dev/ccm-other");
        ask();
        host.is(person.device());
        eventually(() -> assertEquals(Optional.empty(), link.writer()));
    }

    private void open(String device, Object... settings) throws IOException {
        Object[] all = java.util.Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "port";
        all[settings.length + 1] = device;
        UartSettings made =
                SerialConsole.settings(
                        Configs.of(SerialConsole.Config.class, all), data.toString());
        link =
                new ConsoleLink(
                        made.withWriteLimit(limit), host, () -> Optional.ofNullable(exchange));
        link.open();
    }

    private void ask() throws IOException {
        eventually(() -> assertTrue(link.writer().isPresent()));
        person.write(CALL.getBytes(ISO_8859_1));
        StringBuilder came = new StringBuilder();
        read(came, ANSWER.length());
        assertEquals(ANSWER, came.toString());
    }

    private void read(StringBuilder into, int length) {
        byte[] buffer = new byte[4096];
        assertTimeoutPreemptively(
                PATIENCE,
                () -> {
                    while (into.length() < length) {
                        int count = person.read(buffer);
                        into.append(new String(buffer, 0, count, ISO_8859_1));
                    }
                });
    }
}
