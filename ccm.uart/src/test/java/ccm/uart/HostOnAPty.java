package ccm.uart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.FrameListener;
import ccm.parts.pty.Pty;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A host on a pseudo-terminal and a link to it, for each test anew. */
@ExtendWith(Quiet.class)
abstract class HostOnAPty {
    @TempDir Path data;
    final Recorder recorder = new Recorder();
    volatile FrameListener listener = recorder;
    final Levels levels = new Levels();
    Path sysfs = Path.of("/sys");
    Pty host;
    UartLink link;

    @BeforeEach
    void plugIn() throws IOException {
        host = new Pty();
    }

    @AfterEach
    void unplug() throws IOException {
        if (link != null) {
            link.close();
        }
        host.close();
    }

    void open(Object... settings) throws IOException {
        Object[] given =
                settings.length > 1 && List.of(settings).contains("port")
                        ? settings
                        : withPort(settings);
        link = new UartLink(settings(given), () -> Optional.ofNullable(listener), levels, sysfs);
        link.open();
    }

    Object[] withPort(Object... settings) {
        Object[] all = java.util.Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "port";
        all[settings.length + 1] = host.device();
        return all;
    }

    UartSettings settings(Object... settings) throws IOException {
        return Uart.settings(Configs.of(Uart.Config.class, settings), data.toString());
    }

    void assertClosesSoon() {
        long start = System.nanoTime();
        link.close();
        assertTrue(System.nanoTime() - start < 2_000_000_000L, "close took too long");
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("ccm-uart")));
    }

    static long readerCpu() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("ccm-uart-reader"))
                .mapToLong(
                        thread ->
                                ManagementFactory.getThreadMXBean()
                                        .getThreadCpuTime(thread.getId()))
                .sum();
    }

    void send(String frame) {
        try {
            link.send(frame.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void write(String text) throws IOException {
        host.write(text.getBytes(UTF_8));
    }

    void writeQuietly(String text) {
        try {
            write(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String numbered(int from, int to) {
        StringBuilder text = new StringBuilder();
        IntStream.range(from, to).forEach(i -> text.append("{\"n\":").append(i).append("}\n"));
        return text.toString();
    }

    static String padded(int count) {
        StringBuilder text = new StringBuilder();
        String pad = "p".repeat(20);
        IntStream.range(0, count)
                .forEach(i -> text.append("{\"").append(pad).append("\":").append(i).append("}\n"));
        return text.toString();
    }

    static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"n\":" + i + "}").toList();
    }
}
