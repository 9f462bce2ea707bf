package ccm.sim.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The library on the host, byte for byte as its generation behaves: what it takes, what it loses,
 * and what it answers. Text is one character a byte. Used by one thread.
 */
public final class Mjson {
    private static final int BUFFER = 256;
    private static final int LONGEST_NAME = 49;

    private final Generation generation;
    private volatile String version;
    private final Consumer<String> out;
    private final Consumer<String> responses;
    private final Deque<Map.Entry<String, HostMethod>> methods = new ArrayDeque<>(); // newest first
    private final StringBuilder buffer = new StringBuilder();

    /**
     * Makes one.
     *
     * @param version of the firmware, as the host tells it
     * @param out takes each frame to send, without its LF
     * @param responses takes each frame that answers a call of the host
     */
    public Mjson(
            Generation generation,
            String version,
            Consumer<String> out,
            Consumer<String> responses) {
        this.generation = generation;
        this.version = version;
        this.out = out;
        this.responses = responses;
        if (!generation.infoMethod().isEmpty()) {
            export(generation.infoMethod(), params -> info());
        }
        export(generation.listMethod(), params -> list());
    }

    /** Changes the version of the firmware. */
    void version(String other) {
        version = other;
    }

    /** Forgets what it has of a frame. */
    void clear() {
        buffer.setLength(0);
    }

    /** Adds a method; it is found before all that were added earlier. */
    void export(String name, HostMethod method) {
        methods.addFirst(Map.entry(name, method));
    }

    /** Takes the bytes of one read. */
    public void accept(byte[] bytes, int count) {
        for (char c : new String(bytes, 0, count, ISO_8859_1).toCharArray()) {
            if (c != '\n') {
                collect(c);
                continue;
            }
            String line = buffer.toString();
            buffer.setLength(0);
            if (line.length() > 1) {
                process(line);
            }
        }
    }

    private void collect(char c) {
        buffer.append(c);
        if (generation.smallBuffer() && buffer.length() >= BUFFER) {
            buffer.setLength(0); // the library starts over, and so loses what it had
        }
    }

    private void process(String line) {
        JsonScan frame = JsonScan.of(line, generation.forgivesCutFrames());
        if (frame.has("result") || (generation.takesErrors() && frame.has("error"))) {
            responses.accept(line);
            return;
        }
        Optional<String> method = frame.string("method");
        if (method.isEmpty() || (generation.shortNames() && method.get().length() > LONGEST_NAME)) {
            out.accept(
                    "{\"error\":{\"code\":-32700,\"message\":"
                            + HostText.quoted(line, generation)
                            + "}}");
            return;
        }
        answer(method.get(), frame.raw("params").orElse(""), frame.raw("id"));
    }

    private void answer(String name, String params, Optional<String> id) {
        String answer;
        try {
            HostMethod method =
                    find(name).orElseThrow(() -> new HostError(-32601, "method not found", ""));
            answer = success(method.call(params));
        } catch (HostError e) {
            answer = failure(e);
        }
        if (id.isPresent()) {
            out.accept("{\"id\":" + id.get() + answer + "}");
        }
    }

    private String success(String result) {
        if (!result.isEmpty()) {
            return ",\"result\":" + result;
        }
        return generation.omitsNothing() ? "" : ",\"result\":null";
    }

    private String failure(HostError e) {
        String message =
                e.getMessage().isEmpty() && generation.omitsNothing()
                        ? ""
                        : ",\"message\":" + HostText.quoted(e.getMessage(), generation);
        String data =
                e.data().isEmpty() || generation != Generation.E ? "" : ",\"data\":" + e.data();
        return ",\"error\":{\"code\":" + e.code() + message + data + "}";
    }

    private Optional<HostMethod> find(String name) {
        return methods.stream()
                .filter(
                        method ->
                                generation.globs()
                                        ? Glob.matches(method.getKey(), name)
                                        : method.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private String list() {
        return methods.stream()
                .map(method -> HostText.quoted(method.getKey(), generation))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String info() {
        return "{\"fw_version\":"
                + HostText.quoted(version, generation)
                + ", \"arch\":\"unknown\", \"fw_id\":\"Nov 24 2018 09:10:27\","
                + " \"app\":\"posix_device\"}";
    }
}
