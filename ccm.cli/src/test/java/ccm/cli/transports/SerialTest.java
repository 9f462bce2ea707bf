package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Device;
import ccm.cli.Typed;
import ccm.parts.frames.FrameCrc;
import ccm.parts.pty.Pty;
import ccm.parts.threads.NamedThreads;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A device at the other end of a pseudo-terminal, which does what its serial console does. */
@ExtendWith(Quiet.class)
class SerialTest {
    private static final String HANDSHAKE = "\"\"\"\004\"\"\"";

    @TempDir Path cache;
    private final Typed ccm = new Typed();
    private final Device device = new Device();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Pty pty;
    private Thread thread;
    private boolean shakesHands = true;
    private boolean stopsTheFlow;

    @BeforeEach
    void open() throws IOException {
        ccm.environment(Map.of("XDG_CACHE_HOME", cache.toString()));
        pty = new Pty();
        thread = new NamedThreads("ccm-cli-device").newThread(this::serve);
        thread.start();
    }

    @AfterEach
    void close() throws Exception {
        pty.close();
        thread.join();
    }

    private void serve() {
        StringBuilder pending = new StringBuilder();
        byte[] read = new byte[100];
        try {
            for (int count = pty.read(read); count >= 0; count = pty.read(read)) {
                pending.append(new String(read, 0, count, UTF_8));
                int end = pending.indexOf("\n");
                while (end >= 0) {
                    take(pending.substring(0, end));
                    pending.delete(0, end + 1);
                    end = pending.indexOf("\n");
                }
            }
        } catch (IOException e) {
            lines.add("ended: " + e.getMessage());
        }
    }

    private void take(String line) throws IOException {
        if (line.equals(HANDSHAKE)) {
            if (shakesHands) {
                write("some console text\n" + HANDSHAKE + (stopsTheFlow ? "\023" : ""));
                write(stopsTheFlow ? "\021" : "");
            }
        } else if (!line.isEmpty()) {
            lines.add(line);
            String text = line.replace("\"\"\"", "");
            String json = text.substring(0, text.length() - 8);
            byte[] answer = FrameCrc.append(device.answer(json).getBytes(UTF_8));
            write(
                    "[log] busy\n\"\"\"{\"id\":0}00000000\"\"\"\n\n\"\"\""
                            + new String(answer, UTF_8));
            write("\"\"\"\n");
        }
    }

    private void write(String text) throws IOException {
        pty.write(text.getBytes(UTF_8));
    }

    @Test
    void shakesHandsThenSendsAFrameWithAChecksum() {
        assertEquals(0, sum(), ccm.err());
        assertEquals("5\n", ccm.out());
        String line = lines.get(0);
        assertTrue(
                line.matches(
                        "\"\"\"\\{\"id\":\\d{13},\"method\":\"Sum\",\"params\":\\[2,3]}"
                                + "[0-9a-f]{8}\"\"\""),
                line);
        byte[] frame = line.replace("\"\"\"", "").getBytes(UTF_8);
        assertEquals(FrameCrc.Check.MATCH, FrameCrc.check(frame, 0, FrameCrc.jsonEnd(frame)), line);
    }

    @Test
    void waitsWhileTheDeviceStopsTheFlow() {
        stopsTheFlow = true;
        assertEquals(0, sum(), ccm.err());
    }

    @Test
    void withoutADelayThereIsNoHandshake() {
        shakesHands = false;
        assertEquals(0, sum("--chunk-delay=0"), ccm.err());
    }

    @Test
    void aDeviceThatDoesNotAnswerTheHandshakeIsToldOf() {
        shakesHands = false;
        assertEquals(1, sum("--timeout=0.3"));
        assertTrue(ccm.err().contains(": nobody answers there within 0.3 s. Is it"), ccm.err());
    }

    @Test
    void aPortThatIsNotThereIsToldOf() {
        assertEquals(1, ccm.run("call", "X", "--port", "/dev/ttyNONE"));
        assertTrue(ccm.err().startsWith("/dev/ttyNONE: not there. What is: ls"), ccm.err());
        assertEquals(1, ccm.run("call", "X", "--port", "serial:///dev/ttyNONE"));
        assertTrue(ccm.err().startsWith("/dev/ttyNONE: not there"), ccm.err());
    }

    private int sum(String... options) {
        String[] words = Arrays.copyOf(options, options.length + 4);
        words[options.length] = "call";
        words[options.length + 1] = "Sum";
        words[options.length + 2] = "[2,3]";
        words[options.length + 3] = "--port=" + pty.device();
        return ccm.run(words);
    }
}
