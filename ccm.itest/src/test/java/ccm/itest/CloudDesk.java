package ccm.itest;

import ccm.parts.threads.NamedThreads;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Emulators;
import ccm.sim.cloud.server.Journal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An emulated cloud, and somebody who reads in its journal what the gateway does there. */
final class CloudDesk implements AutoCloseable {
    private static final long LOOK_MILLIS = 20; // the journal keeps the last 2000 events

    private static final String SLOW = "delay=20@puback"; // so that something is always under way

    private final Emulator emulator;
    private final Arrivals arrivals = new Arrivals();
    private final Map<Integer, Instant> first = new TreeMap<>(); // these four: guarded by this
    private final List<String> comings = new ArrayList<>();
    private int logins;
    private long seen;
    private final ScheduledExecutorService reader =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("ccm-itest-desk"));

    CloudDesk(String cloud, Path folder) throws IOException {
        emulator = Emulators.start(cloud, EmulatorOptions.in(folder).faults(List.of(SLOW)));
        reader.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    String name() {
        return emulator.name();
    }

    /** The settings with which a gateway becomes its device. */
    Map<String, String> settings() {
        return emulator.settings();
    }

    void desire(ObjectNode patch) {
        emulator.desire(patch);
    }

    ObjectNode reported() {
        return (ObjectNode) emulator.shadow().path("reported");
    }

    /** The numbered messages that have come. */
    Arrivals arrivals() {
        return arrivals;
    }

    /** How often the gateway was let in. */
    synchronized int logins() {
        return logins;
    }

    /** Everything about connections that has happened so far, the first login included. */
    synchronized List<String> comings() {
        return List.copyOf(comings);
    }

    /**
     * How long messages took from when they were sent to here, the shortest first.
     *
     * @param from the number of the first that counts
     */
    synchronized List<Duration> latencies(Map<Integer, Instant> sent, int from) {
        return first.entrySet().stream()
                .filter(one -> one.getKey() >= from)
                .map(one -> Duration.between(sent.get(one.getKey()), one.getValue()))
                .sorted()
                .toList();
    }

    private synchronized void look() {
        for (Journal.Event event : emulator.server().journal().since(seen)) {
            seen = event.number();
            switch (event.kind()) {
                case "in" -> came(event);
                case "out",
                        "subscribe",
                        "fault" -> {} // neither messages of the host nor connections
                default -> comings.add(event.kind() + " " + event.what());
            }
            logins += event.kind().equals("connect") ? 1 : 0;
        }
    }

    private void came(Journal.Event event) {
        if (event.what().contains(PublishingHost.TOPIC)) {
            arrivals.arrive(event.what(), event.text().getBytes(StandardCharsets.US_ASCII));
            first.putIfAbsent(Integer.parseInt(event.text()), event.time());
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
        emulator.close();
    }
}
