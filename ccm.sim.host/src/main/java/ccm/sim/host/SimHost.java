package ccm.sim.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.parts.frames.FrameCrc;
import ccm.parts.frames.LineFramer;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host microcontroller: answers calls as its generation of the library does, and calls the
 * gateway. Safe for use by many threads.
 */
public final class SimHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimHost.class);
    private static final String VERSION = "1.0";
    private static final int READ_BYTES = 4096;
    private static final int FRAME_LIMIT = 65536;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HostLine line;
    private final Mjson mjson;
    private final Exports exports;
    private final boolean crc;
    private final Tape tape = new Tape();
    private final Map<String, CompletableFuture<String>> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final Thread thread = new NamedThreads("ccm-sim-host-reader").newThread(this::run);
    private volatile boolean restarted;
    private volatile boolean closing;

    /**
     * Makes one; {@link #open} starts it.
     *
     * @param crc true to send a checksum with each frame, and to check those of answers
     */
    public SimHost(HostLine line, Generation generation, boolean crc) {
        this.line = line;
        this.crc = crc;
        this.mjson =
                new Mjson(
                        generation,
                        VERSION,
                        out -> write(out.getBytes(ISO_8859_1)),
                        this::answered);
        this.exports = new Exports(generation);
        exports.add(this);
    }

    /** Changes the version that the host says its firmware has. */
    public void version(String version) {
        mjson.version(version);
    }

    /** The host was reset: what it had of a frame is gone. */
    public void restarted() {
        restarted = true;
    }

    /** Adds a method; only before {@link #open}. */
    public void export(String name, HostMethod method) {
        mjson.export(name, method);
    }

    /** Starts reading. */
    public void open() {
        thread.start();
    }

    /** Closes the line and ends the reading. */
    @Override
    public void close() {
        closing = true;
        try {
            line.close();
            thread.join(PATIENCE.toMillis());
        } catch (IOException e) {
            LOG.warn("host line: cannot close: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.values().forEach(call -> call.cancel(false));
    }

    /**
     * Calls a method of the gateway.
     *
     * @param params raw JSON, empty for none
     * @return completes with the whole frame of the answer on the reading thread, never by itself
     *     when none comes; a generation before E does not even take an error for an answer
     */
    public CompletableFuture<String> call(String method, String params) {
        String id = nextId();
        CompletableFuture<String> answer = expect(id);
        send("{\"id\":" + id + "," + body(method, params) + "}");
        return answer;
    }

    /** Calls a method of the gateway and wants no answer. */
    public void notify(String method, String params) {
        send("{" + body(method, params) + "}");
    }

    /** Sends any text as a line, with a checksum when this host uses them. */
    public void send(String frame) {
        write(frame.getBytes(UTF_8));
    }

    /** What went over the line. */
    public Tape tape() {
        return tape;
    }

    /** The messages that came, oldest first, the last 10 000 of them. */
    public List<HostMessage> messages() {
        return exports.messages();
    }

    /** How many messages came. */
    public long received() {
        return exports.received();
    }

    /** True while the light is on. */
    public boolean led() {
        return exports.led();
    }

    /** How many answers came with a wrong checksum, and were dropped. */
    public long damaged() {
        return damaged.get();
    }

    String nextId() {
        return Long.toString(lastId.incrementAndGet());
    }

    CompletableFuture<String> expect(String id) {
        return calls.computeIfAbsent(id, key -> new CompletableFuture<>());
    }

    static String body(String method, String params) {
        return "\"method\":\"" + method + "\"" + (params.isEmpty() ? "" : ",\"params\":" + params);
    }

    private void write(byte[] text) {
        byte[] whole = crc ? FrameCrc.append(text) : text;
        byte[] bytes = Arrays.copyOf(whole, whole.length + 1);
        bytes[whole.length] = '\n';
        try {
            synchronized (line) {
                tape.add(false, new String(text, UTF_8));
                line.write(bytes);
            }
        } catch (IOException e) {
            if (!closing) {
                LOG.warn("host line: cannot write: {}", e.getMessage());
            }
        }
    }

    private void answered(String line) {
        byte[] bytes = line.getBytes(ISO_8859_1);
        if (crc && FrameCrc.check(bytes, 0, FrameCrc.jsonEnd(bytes)) == FrameCrc.Check.MISMATCH) {
            damaged.incrementAndGet();
            return;
        }
        CompletableFuture<String> call = calls.remove(JsonScan.of(line, true).raw("id").orElse(""));
        if (call != null) {
            call.complete(new String(bytes, UTF_8));
        }
    }

    private void run() {
        byte[] buffer = new byte[READ_BYTES];
        LineFramer framer = new LineFramer(FRAME_LIMIT, new Recording());
        try {
            int count = line.read(buffer);
            while (count >= 0) {
                framer.accept(buffer, 0, count);
                if (restarted) {
                    restarted = false;
                    mjson.clear();
                }
                mjson.accept(buffer, count);
                count = line.read(buffer);
            }
        } catch (IOException e) {
            if (!closing) {
                LOG.warn("host line: cannot read: {}", e.getMessage());
            }
        }
    }

    /** Puts what is read on the tape, what the host loses included. */
    private final class Recording implements LineFramer.Sink {
        @Override
        public void line(byte[] line) {
            tape.add(true, new String(line, UTF_8));
        }

        @Override
        public void overlong(int limit) {
            tape.add(true, "(a line longer than " + limit + " bytes)");
        }
    }
}
