package ccm.itest;

import static ccm.testing.Eventually.eventually;

import ccm.parts.frames.LineFramer;
import ccm.sim.host.PtyLine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The host's end of the line with no firmware behind it: a test types its bytes and reads what the
 * gateway writes, to the byte.
 */
final class RawHost implements AutoCloseable {
    private static final int READ = 1 << 16;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PtyLine line;
    private final List<String> lines = new ArrayList<>(); // guarded by itself
    private final Thread reader = new Thread(this::read, "ccm-itest-raw-host");

    RawHost() throws IOException {
        this(Optional.empty());
    }

    /** One whose device is found under a name that stays, as a by-id path does. */
    RawHost(Path link) throws IOException {
        this(Optional.of(link));
    }

    private RawHost(Optional<Path> link) throws IOException {
        line = new PtyLine(link);
        reader.setDaemon(true);
        reader.start();
    }

    String device() {
        return line.device();
    }

    /** Waits until the gateway has opened the line, which it shows by asking what we export. */
    RawHost awaitGateway() {
        return awaitGatewayAfter(0);
    }

    /** The same for one that comes later. */
    RawHost awaitGatewayAfter(int mark) {
        await(mark, text -> text.contains("\"method\":\"RPC.List\""));
        return this;
    }

    /** Types one line. */
    void send(String text) throws IOException {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        line.write(bytes);
    }

    /** Types a call and waits for its answer. */
    JsonNode call(String id, String method, String params) throws IOException {
        return JSON.readTree(
                ask(
                        id,
                        "{\"id\":"
                                + id
                                + ",\"method\":\""
                                + method
                                + "\",\"params\":"
                                + params
                                + "}"));
    }

    /** Types a line and waits for the answer that carries this very token as its id. */
    String ask(String id, String text) throws IOException {
        int mark = mark();
        send(text);
        return await(
                mark,
                frame -> frame.startsWith("{\"id\":" + id + ",") && !frame.contains("\"method\""));
    }

    String awaitLine(Predicate<String> wanted) {
        return await(0, wanted);
    }

    private String await(int mark, Predicate<String> wanted) {
        eventually(PATIENCE, () -> first(mark, wanted));
        return first(mark, wanted);
    }

    /** What came so far, oldest first, without empty lines. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** How many lines came so far. */
    int mark() {
        return lines().size();
    }

    /** Every answer among the lines behind a mark: whatever is no call of the gateway's own. */
    List<String> answersAfter(int mark) {
        List<String> all = lines();
        return all.subList(mark, all.size()).stream()
                .filter(frame -> !frame.contains("\"method\":"))
                .toList();
    }

    private String first(int mark, Predicate<String> wanted) {
        return lines().stream()
                .skip(mark)
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not among the lines " + lines()));
    }

    private void read() {
        LineFramer framer = new LineFramer(READ, new Kept());
        byte[] buffer = new byte[READ];
        try {
            for (int count = line.read(buffer); count >= 0; count = line.read(buffer)) {
                framer.accept(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }

    private final class Kept implements LineFramer.Sink {
        @Override
        public void line(byte[] text) {
            if (text.length > 0) {
                synchronized (lines) {
                    lines.add(new String(text, StandardCharsets.UTF_8));
                }
            }
        }

        @Override
        public void overlong(int limit) {
            throw new IllegalStateException("CCM sent a line over " + limit);
        }
    }
}
