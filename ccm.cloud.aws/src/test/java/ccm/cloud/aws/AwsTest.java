package ccm.cloud.aws;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttSettings;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowListener;
import ccm.mqtt.SupervisedSessions;
import ccm.parts.wire.Json;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The cloud over real sessions and TLS, with the emulator. */
@ExtendWith(Quiet.class)
class AwsTest implements CloudListener, ShadowListener {
    private static final String UPDATE =
            "{\"operation\":\"host-ota\",\"url\":\"https://files.example/fw.zip\"}";

    @TempDir Path folder;
    private AwsEmulator cloud;
    private AwsParts parts;
    private final List<String> came = new CopyOnWriteArrayList<>();
    private volatile boolean watching; // whether the shadow can be used
    private final List<String> changes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void starts() throws Exception {
        cloud = AwsEmulator.start(EmulatorOptions.in(folder.resolve("cloud")));
    }

    @AfterEach
    void ends() {
        if (parts != null) {
            parts.cloud().close();
        }
        cloud.close();
    }

    @Test
    void carriesMessagesAndTheShadow() throws Exception {
        connect();
        ready();
        get(parts.cloud().subscribe("t/#", 1));
        get(parts.cloud().publish(message("t/1", "there and back")));
        eventually(() -> assertEquals(List.of("t/1 there and back"), came));

        get(parts.shadow().report(tree("{\"on\":false}"), tree("{}")));
        cloud.desire(tree("{\"on\":true}"));
        eventually(() -> assertEquals(List.of("DIFFERENCE 2 {\"on\":true}"), changes));
        get(parts.shadow().report(tree("{\"on\":true}"), tree("{}")));
        assertEquals("{\"on\":true}", cloud.shadow().path("reported").toString());
    }

    @Test
    void getsWhatWasSentWhileItWasAway() throws Exception {
        connect();
        ready();
        get(parts.cloud().subscribe("cmd", 1));
        parts.cloud().disconnect("for a test");
        cloud.server().route(ccm.sim.cloud.server.Message.of("cmd", "later", 1));
        connect(parts);
        ready();
        eventually(() -> assertEquals(List.of("cmd later"), came));
    }

    @Test
    void doesAJob() throws Exception {
        DeskUpdater updater = new DeskUpdater();
        connect();
        parts.jobs().updater(updater);
        ready();
        cloud.queue("ota-7", tree(UPDATE));
        eventually(() -> assertEquals("IN_PROGRESS", cloud.job("ota-7").path("status").asText()));
        eventually(() -> assertEquals(1, updater.urls.size()));
        cloud.server().restart(100);
        updater.succeed("version 2 runs");
        eventually(() -> assertEquals("SUCCEEDED", cloud.job("ota-7").path("status").asText()));
    }

    @Test
    void namesACertificateOfAnotherCloud() throws Exception {
        Authority foreign = Authority.create("another cloud");
        foreign.client("ccm-0001").write(folder.resolve("f.crt"), folder.resolve("f.key"));
        connect(
                "cert",
                folder.resolve("f.crt").toString(),
                "key",
                folder.resolve("f.key").toString());
        fails(Fault.CREDENTIALS, "certificate");
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        connect("server", "");
        fails(Fault.SETTINGS, "aws.server: is empty");
        connect("cert", "");
        fails(Fault.SETTINGS, "aws.cert: is empty");
        connect("thing_name", "not a name");
        fails(Fault.SETTINGS, "aws.thing_name: is \"not a name\"");
        connect("server", "https://x");
        fails(Fault.SETTINGS, "write HOST:PORT alone");
    }

    @Test
    void endsAQuestionThatIsThrottled() throws Exception {
        connect();
        ready();
        cloud.throttle(1);
        ExecutionException problem =
                assertThrows(ExecutionException.class, () -> get(parts.shadow().get()));
        assertEquals(Fault.THROTTLED, ((CloudException) problem.getCause()).fault());
    }

    @Test
    void asksAnewWhenTheShadowIsDeleted() throws Exception {
        connect();
        ready();
        get(parts.shadow().report(tree("{\"on\":false}"), tree("{}")));
        watching = true;
        cloud.deleteShadow();
        eventually(() -> assertEquals(List.of("ready false", "ready true"), changes));
    }

    @Test
    void namesItsProtocolOnPort443() throws Exception {
        try (SSLSocket socket = alpn(settings("server", "localhost:443"))) {
            assertEquals("x-amzn-mqtt-ca", socket.getApplicationProtocol());
        }
        AwsSettings authorized =
                settings(
                        "authorizer_name", "mine", "token_key", "t", "token", "a b", "server", "x");
        try (SSLSocket socket = alpn(authorized)) {
            assertEquals("mqtt", socket.getApplicationProtocol());
        }
        MqttConnect connect = endpoint(authorized).connect();
        assertEquals(443, connect.port());
        assertEquals(
                "?x-amz-customauthorizer-name=mine&t=a%20b", connect.login().orElseThrow().user());
    }

    private SSLSocket alpn(AwsSettings settings) throws Exception {
        int port = cloud.server().port("alpn");
        Socket plain = new Socket("127.0.0.1", port);
        SSLSocket socket =
                (SSLSocket)
                        endpoint(settings)
                                .connect()
                                .tls()
                                .orElseThrow()
                                .createSocket(plain, "localhost", port, true);
        socket.startHandshake();
        return socket;
    }

    private AwsEndpoint endpoint(AwsSettings settings) {
        Thing thing = Thing.of(Things.DEVICE, settings);
        return new AwsEndpoint(
                settings,
                thing,
                folder,
                new AwsClaim(settings, thing, folder, Duration.ZERO, () -> {}));
    }

    private void connect(Object... more) {
        if (parts != null) {
            parts.cloud().close();
        }
        AwsSettings settings = settings(more);
        parts = new AwsParts(settings, folder.resolve("aws"), Duration.ofMillis(50));
        parts.cloud().engine(this);
        parts.shadow().listener(this);
        connect(parts, settings);
    }

    private void connect(AwsParts with) {
        connect(with, settings());
    }

    private void connect(AwsParts with, AwsSettings settings) {
        with.dialect().present(ThingTopics.of(Thing.of(Things.DEVICE, settings).name(), ""));
        with.cloud()
                .connect(
                        new SupervisedSessions(),
                        new MqttSettings(
                                "aws",
                                List.of(endpoint(settings)),
                                Duration.ofMillis(50),
                                Duration.ofMillis(200),
                                100));
    }

    private AwsSettings settings(Object... more) {
        List<Object> all = new ArrayList<>();
        cloud.settings()
                .forEach(
                        (path, value) -> {
                            String name = path.substring("aws.".length());
                            if (!name.equals("enable") && !Arrays.asList(more).contains(name)) {
                                all.add(name);
                                all.add(value);
                            }
                        });
        all.addAll(List.of(more));
        return Things.settings(all.toArray());
    }

    private void ready() {
        eventually(
                () ->
                        assertTrue(
                                parts.cloud().state().ready(),
                                () -> parts.cloud().state().toString()));
    }

    private void fails(Fault fault, String why) {
        eventually(() -> assertEquals(Phase.BACKOFF, parts.cloud().state().phase()));
        CloudState state = parts.cloud().state();
        assertEquals(fault, state.fault(), state.reason());
        assertTrue(state.reason().contains(why), state.reason());
        assertFalse(state.ready());
    }

    @Override
    public CompletionStage<Void> onMessage(CloudConnector from, CloudMessage message) {
        came.add(message.topic() + " " + new String(message.payload(), UTF_8));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onState(CloudConnector from, CloudState state) {
        // asked for when needed
    }

    @Override
    public void onReady(ShadowBackend from, boolean ready) {
        if (watching) {
            changes.add("ready " + ready);
        }
    }

    @Override
    public void onChange(ShadowBackend from, ShadowChange change) {
        changes.add(change.kind() + " " + change.version() + " " + change.desired());
    }

    private static CloudMessage message(String topic, String text) {
        return new CloudMessage(topic, text.getBytes(UTF_8), 1, false);
    }

    private static ObjectNode tree(String text) {
        return Json.readObject(text.getBytes(UTF_8)).orElseThrow();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
