package ccm.sim.demo;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.config.ConfigTree;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What happens in the demo: the simulated host publishes numbered messages, this reads them at the
 * broker; this publishes numbered commands, the host gets them. At the end nothing may be missing.
 */
final class Story implements Tale, MqttSessionListener {
    private static final String UP = "demo/host";
    private static final String DOWN = "demo/command";
    private static final long START_SECONDS = 60; // the host may be updated meanwhile
    private static final long CALL_SECONDS = 20;
    private static final long WEB_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long ERRAND_NANOS = TimeUnit.SECONDS.toNanos(150);
    private static final long STEP_MILLIS = 1_000;
    private static final long PAUSE_MILLIS = 50;

    private final MqttSessions sessions;
    private final ConfigTree tree;
    private final LocalCalls rpc;
    private final Terminal terminal;
    private final Invitation invitation;
    private final Errand errand;
    private final ObjectMapper json = new ObjectMapper();
    private final Tally fromHost = new Tally();
    private final CompletableFuture<Void> watching = new CompletableFuture<>();

    Story(
            MqttSessions sessions,
            ConfigTree tree,
            LocalCalls rpc,
            Terminal terminal,
            Invitation invitation,
            Errand errand) {
        this.sessions = sessions;
        this.tree = tree;
        this.rpc = rpc;
        this.terminal = terminal;
        this.invitation = invitation;
        this.errand = errand;
    }

    @Override
    public Outcome play(long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
        MqttSettings settings =
                new MqttSettings(
                        "demo-watcher",
                        List.of(new LocalBroker(this::server)),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        100);
        try (MqttSession session = sessions.open(settings, this)) {
            session.subscribe(UP + "/#", 1);
            watching.get(START_SECONDS, TimeUnit.SECONDS);
            awaitSubscribed();
            invite();
            call("Sim.Start");
            int commands = command(session, end);
            call("Sim.Stop");
            return summary(commands);
        }
    }

    @Override
    public void onState(CloudState state) {
        if (state.ready()) {
            watching.complete(null);
        }
    }

    @Override
    public CompletionStage<Void> onMessage(CloudMessage message) {
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        terminal.show("broker", "->", message.topic() + " " + text);
        try {
            fromHost.came(json.readTree(text).path("n").asInt());
        } catch (IOException e) {
            terminal.say("demo: the broker has a message that nobody sent: " + e.getMessage());
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Publishes a numbered command every second until it is time to end; returns how many. */
    private int command(MqttSession session, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        int number = 0;
        do { // once in any case, however long the start took
            String text = "{\"n\":" + number + ",\"on\":" + (number % 2 == 0) + "}";
            terminal.show("broker", "<-", DOWN + " " + text);
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            session.publish(new CloudMessage(DOWN, payload, 1, false))
                    .toCompletableFuture()
                    .get(CALL_SECONDS, TimeUnit.SECONDS);
            number++;
            Thread.sleep(STEP_MILLIS);
        } while (goesOn(end));
        return number;
    }

    private boolean goesOn(long end) {
        if (end == Long.MAX_VALUE) {
            return true;
        }
        long left = end - TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS) - System.nanoTime();
        return left > 0 || errand.pending() && left > -ERRAND_NANOS;
    }

    /** A command that comes before the host has subscribed reaches nobody: that is how MQTT is. */
    private void awaitSubscribed()
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!call("Sim.Status").path("subscribed").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(
                        "the simulated host has not subscribed within " + START_SECONDS + " s");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** HTTP starts beside the rest, and may be off. */
    private void invite() throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + WEB_NANOS;
        while (invitation.web().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
        }
        String id = call("Sys.GetInfo").path("id").asText();
        invitation.lines(server(), id).forEach(terminal::say);
    }

    private Outcome summary(int commands)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + DRAIN_NANOS;
        JsonNode host = call("Sim.Status");
        while (System.nanoTime() < end && missing(host, commands) > 0) {
            Thread.sleep(PAUSE_MILLIS);
            host = call("Sim.Status");
        }
        int up = host.path("published").asInt();
        int down = host.path("received").asInt();
        terminal.say(
                "demo: host to broker "
                        + up
                        + " published, "
                        + fromHost.count()
                        + " received; broker to host "
                        + commands
                        + " published, "
                        + down
                        + " received");
        int lost = missing(host, commands);
        return new Outcome(up + commands, up + commands - lost);
    }

    private int missing(JsonNode host, int commands) {
        return host.path("published").asInt()
                - fromHost.count()
                + commands
                - host.path("received").asInt();
    }

    private JsonNode call(String method)
            throws InterruptedException, ExecutionException, TimeoutException {
        return rpc.call(method);
    }

    private String server() {
        return tree.masked().path("mqtt").path("server").asText();
    }
}
