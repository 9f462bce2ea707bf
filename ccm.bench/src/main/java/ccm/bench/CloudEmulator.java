package ccm.bench;

import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An emulated cloud in a process of its own, as {@code ccm sim cloud} starts it. */
final class CloudEmulator implements AutoCloseable {
    private static final Pattern CONTROL =
            Pattern.compile("control (http://127\\.0\\.0\\.1:\\d+/)");
    private static final Pattern SETTING =
            Pattern.compile("--set ('?)([^'=]+)=(.*?)\\1(?: \\\\)?$");
    private static final Pattern MESSAGE = Pattern.compile("b(\\d{6})x");
    private static final int MESSAGE_BYTES = 100;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_MILLIS = 50; // it keeps 2000 events
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Process process;
    private final String control;
    private final Map<Integer, Instant> arrivals = new ConcurrentHashMap<>();
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("ccm-bench-cloud"));
    private long seen; // touched by the reader alone

    /** Starts one; its files are below the folder. */
    CloudEmulator(CloudCase cloud, Path home, Path folder) throws IOException {
        this.folder = folder.resolve(cloud.name());
        Path log = folder.resolve("cloud.log");
        List<String> command =
                List.of(
                        "java",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        CloudCase.product(home, "demo") + "/*",
                        "ccm.sim.cloud.server.Main",
                        cloud.name(),
                        "--dir",
                        folder.toString());
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        control = control(log);
        reader.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What is told to a gateway that is to be its device. */
    Map<String, String> settings() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve("README.txt"))) {
            Matcher found = SETTING.matcher(line.strip());
            if (found.matches()) {
                settings.put(found.group(2), found.group(3));
            }
        }
        return settings;
    }

    /** A message that is recognized when it comes in. */
    static String message(int number) {
        String text = String.format("b%06d", number);
        return text + "x".repeat(MESSAGE_BYTES - text.length());
    }

    /** When messages came in, by their numbers. */
    Map<Integer, Instant> arrivals() {
        return arrivals;
    }

    /** Somebody wants the member {@code bench} to be that. */
    void desire(int number) throws IOException {
        post("desired", "{\"bench\":" + number + "}");
    }

    private void post(String path, String body) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(control + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        send(request);
    }

    private String send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(request.uri() + ": " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void look() {
        try {
            String uri = control + "messages?since=" + seen;
            JsonNode events = JSON.readTree(send(HttpRequest.newBuilder(URI.create(uri)).build()));
            for (JsonNode event : events) {
                seen = event.path("number").asLong();
                Matcher message = MESSAGE.matcher(event.path("text").asText());
                if (event.path("kind").asText().equals("in") && message.find()) {
                    Instant time = Instant.parse(event.path("time").asText());
                    arrivals.putIfAbsent(Integer.parseInt(message.group(1)), time);
                }
            }
        } catch (IOException e) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)); // it is closing
        }
    }

    private String control(Path log) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher line = CONTROL.matcher(Files.readString(log));
            if (line.find()) {
                return line.group(1);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        process.destroyForcibly();
        throw new IOException("the emulated cloud is not there. " + Files.readString(log));
    }

    @Override
    public void close() {
        reader.shutdownNow();
        process.destroy();
    }
}
