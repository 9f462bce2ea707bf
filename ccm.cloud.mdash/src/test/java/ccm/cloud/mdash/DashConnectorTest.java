package ccm.cloud.mdash;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.device.Device;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowListener;
import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class DashConnectorTest {
    private static final long SECONDS = 20;

    @TempDir private Path folder;
    private MdashEmulator cloud;
    private DashConnector dash;

    @BeforeEach
    void start() throws IOException {
        cloud = MdashEmulator.start(EmulatorOptions.in(folder));
    }

    @AfterEach
    void stop() {
        dash.close();
        dash.calls().calls().close();
        cloud.close();
    }

    @Test
    void publishesAMessageThatTheServerAnswers() throws Exception {
        connect(cloud.token(), cloud.address());
        eventually(() -> assertTrue(dash.state().ready(), dash.state().reason()));
        publish("t", "hello");
        assertEquals("hello", cloud.published().get(0).path("message").asText());
    }

    @Test
    void failsWhileThrottledSoThatItIsTriedAgain() throws Exception {
        connect(cloud.token(), cloud.address());
        eventually(() -> assertTrue(dash.state().ready()));
        cloud.throttle(1);
        ExecutionException e = assertThrows(ExecutionException.class, () -> publish("t", "1"));
        assertEquals(Fault.THROTTLED, ((CloudException) e.getCause()).fault());
        publish("t", "1");
    }

    @Test
    void saysThatTheTokenIsWrong() {
        connect("wrong", cloud.address());
        eventually(() -> assertEquals(Fault.CREDENTIALS, dash.state().fault()));
        assertTrue(dash.state().reason().contains("dash.token"), dash.state().reason());
    }

    @Test
    void refusesToSendATokenInTheClear() {
        connect(cloud.token(), "ws://mdash.net/api/v2/rpc");
        eventually(() -> assertEquals(Fault.SETTINGS, dash.state().fault()));
    }

    @Test
    void comesBackAfterARestart() throws Exception {
        connect(cloud.token(), cloud.address());
        eventually(() -> assertTrue(dash.state().ready()));
        cloud.server().restart(50);
        eventually(() -> assertTrue(dash.state().phase() != Phase.READY || cloud.online()));
        eventually(() -> publish("t", "again"));
    }

    @Test
    void connectsAnewAtOnceInAnotherNetwork() {
        connect(cloud.token(), cloud.address(), Duration.ofMinutes(5));
        eventually(() -> assertTrue(dash.state().ready(), dash.state().reason()));
        Instant first = dash.state().since();
        dash.onNetwork();
        eventually(() -> assertTrue(dash.state().ready() && dash.state().since().isAfter(first)));
        cloud.server().restart(50);
        eventually(() -> assertEquals(Phase.BACKOFF, dash.state().phase()));
        eventually(
                () -> {
                    if (dash.state().phase() == Phase.BACKOFF) {
                        dash.onNetwork();
                    }
                    assertTrue(dash.state().ready(), dash.state().reason());
                });
    }

    @Test
    void bringsTheShadowBothWays() throws Exception {
        connect(cloud.token(), cloud.address());
        List<ShadowChange> changes = new CopyOnWriteArrayList<>();
        dash.shadow().listener(new Ears(changes));
        eventually(() -> assertTrue(dash.shadow().ready()));
        cloud.desire(DashFrames.object().put("on", true));
        eventually(() -> assertEquals(1, changes.size()));
        cloud.desire(DashFrames.object().put("rate", 2));
        eventually(() -> assertEquals(2, changes.size()));
        assertTrue(changes.get(0).desired().path("on").asBoolean());
        assertEquals(2, changes.get(1).desired().size());
        ObjectNode on = DashFrames.object().put("on", true);
        dash.shadow().report(on, on).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        assertEquals(
                on,
                dash.shadow()
                        .get()
                        .toCompletableFuture()
                        .get(SECONDS, TimeUnit.SECONDS)
                        .reported()
                        .orElseThrow());
    }

    /** Bare or inside of {@code state}, as a notification or as a call that wants an answer. */
    @Test
    void takesADeltaInEachShape() throws Exception {
        connect(cloud.token(), cloud.address());
        List<ShadowChange> changes = new CopyOnWriteArrayList<>();
        dash.shadow().listener(new Ears(changes));
        eventually(() -> assertTrue(dash.shadow().ready()));
        for (int i = 1; i <= 4; i++) {
            int count = i;
            cloud.desire(DashFrames.object().put("n", i));
            eventually(() -> assertEquals(count, changes.size()));
            assertEquals(DashFrames.object().put("n", i), changes.get(i - 1).desired());
        }
        assertEquals(2, changes.stream().filter(each -> each.version() > 0).count());
    }

    @Test
    void saysWhenAMessageIsTooLarge() {
        connect(cloud.token(), cloud.address());
        CloudMessage large = new CloudMessage("t", new byte[4_090], 1, false);
        assertTrue(dash.refusal(large).orElse("").contains("dash.max_frame"));
    }

    private void publish(String topic, String text) throws Exception {
        dash.publish(new CloudMessage(topic, text.getBytes(UTF_8), 1, false))
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private void connect(String token, String server) {
        connect(token, server, Duration.ofMillis(20));
    }

    private void connect(String token, String server, Duration wait) {
        DashSettings settings =
                new DashSettings(
                        server,
                        token,
                        new DashSettings.Files("ca.pem", "", ""),
                        false,
                        wait,
                        wait.multipliedBy(10),
                        new DashSettings.Frames(4_096, false, true));
        dash = new DashConnector(settings, folder, DashLimits.USUAL);
        dash.connect(new Me());
    }

    private record Ears(List<ShadowChange> changes) implements ShadowListener {
        @Override
        public void onReady(ShadowBackend from, boolean ready) {
            // asked by the test
        }

        @Override
        public void onChange(ShadowBackend from, ShadowChange change) {
            changes.add(change);
        }
    }

    private record Me() implements Device {
        @Override
        public String id() {
            return "ccm-0001";
        }

        @Override
        public String mac() {
            return "A1B2C3D4E5F6";
        }

        @Override
        public String arch() {
            return "amd64";
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public String expand(String text) {
            return text;
        }
    }
}
