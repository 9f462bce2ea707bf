package ccm.itest;

import ccm.parts.frames.LineFramer;
import ccm.parts.pty.Pty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A host that publishes numbered messages with an id and remembers which were answered. When CCM
 * says {@code Sys.Init}, what is unanswered may be lost: the host sends it again. It keeps the
 * order of a topic by sending its next message only when the last one is answered. What a shadow
 * wants of it, it reports.
 */
final class PublishingHost implements AutoCloseable {
    static final String TOPIC = "itest";
    private static final int TOPICS = 200; // and so many frames open at a time at most
    private static final int READ = 1 << 16;
    private static final long PATIENCE_SECONDS = 120;

    private final ObjectMapper json = new ObjectMapper();
    private final Pty pty = new Pty();
    private final List<Semaphore> turns =
            new ArrayList<>(); // one a topic: its next waits for its last
    private final Object sending = new Object(); // one frame, or one whole resending, at a time
    private final Map<Integer, byte[]> unanswered = new TreeMap<>(); // guarded by sending
    private int answered; // guarded by sending
    private final List<String> refused = new ArrayList<>(); // guarded by sending
    private final Thread reader = new Thread(this::read, "ccm-itest-host");

    PublishingHost() throws IOException {
        for (int i = 0; i < TOPICS; i++) {
            turns.add(new Semaphore(1));
        }
        reader.setDaemon(true);
        reader.start();
    }

    String device() {
        return pty.device();
    }

    /** Sends message {@code number} on its topic, once the one before on that topic is answered. */
    void publish(int number) throws IOException, InterruptedException {
        if (!turns.get(number % TOPICS).tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(
                    "message " + (number - TOPICS) + ": no answer for " + PATIENCE_SECONDS + " s");
        }
        String frame =
                "{\"id\":"
                        + number
                        + ",\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\""
                        + TOPIC
                        + "/"
                        + number % TOPICS
                        + "\",\"message\":\""
                        + number
                        + "\",\"qos\":1}}\n";
        byte[] bytes = frame.getBytes(StandardCharsets.US_ASCII);
        synchronized (sending) {
            unanswered.put(number, bytes);
            pty.write(bytes);
        }
    }

    /** How many frames were answered. */
    int answered() {
        synchronized (sending) {
            return answered;
        }
    }

    /** How many frames have no answer yet. */
    int open() {
        synchronized (sending) {
            return unanswered.size();
        }
    }

    /** Error answers, which there should be none of. */
    List<String> refused() {
        synchronized (sending) {
            return List.copyOf(refused);
        }
    }

    private void read() {
        LineFramer framer =
                new LineFramer(
                        READ,
                        new LineFramer.Sink() {
                            @Override
                            public void line(byte[] line) {
                                take(line);
                            }

                            @Override
                            public void overlong(int limit) {
                                throw new IllegalStateException("CCM sent a line over " + limit);
                            }
                        });
        byte[] buffer = new byte[READ];
        try {
            for (int count = pty.read(buffer); count >= 0; count = pty.read(buffer)) {
                framer.accept(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(byte[] line) {
        JsonNode frame;
        try {
            frame = json.readTree(line);
        } catch (IOException e) {
            return; // CCM was killed in the middle of a frame
        }
        if ("Sys.Init".equals(frame.path("method").asText())) {
            aside(this::sendAgain);
        } else if ("Shadow.Delta".equals(frame.path("method").asText())) {
            aside(() -> obey(frame.path("params")));
        } else if (frame.has("result") || frame.has("error")) {
            answered(frame);
        }
    }

    private void answered(JsonNode frame) {
        synchronized (sending) {
            if (frame.has("error") && unanswered.containsKey(frame.path("id").asInt())) {
                refused.add(frame.toString());
            }
            if (unanswered.remove(frame.path("id").asInt()) != null) {
                answered++;
                turns.get(frame.path("id").asInt() % TOPICS).release();
            }
        }
    }

    private void sendAgain() throws IOException {
        pty.write(new byte[] {'\n'}); // ends a frame that was cut
        for (byte[] frame : List.copyOf(unanswered.values())) {
            pty.write(frame);
        }
    }

    private void obey(JsonNode wanted) throws IOException {
        String frame = "{\"method\":\"Shadow.Report\",\"params\":" + wanted + "}\n";
        pty.write(frame.getBytes(StandardCharsets.UTF_8));
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** On its own thread: the reader has to go on reading while the line is busy. */
    private void aside(Writing what) {
        Thread writer =
                new Thread(
                        () -> {
                            synchronized (sending) {
                                try {
                                    what.run();
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        },
                        "ccm-itest-host-aside");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void close() throws IOException {
        pty.close();
    }
}
