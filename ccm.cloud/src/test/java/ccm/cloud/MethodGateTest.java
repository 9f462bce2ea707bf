package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** When the methods of the host appear. */
@ExtendWith(Quiet.class)
class MethodGateTest {
    private static final List<String> METHODS =
            List.of(MqttPub.class.getName(), MqttSub.class.getName());

    @TempDir Path data;
    private final List<String> enabled = new CopyOnWriteArrayList<>();
    private Engine engine;
    private MethodGate gate;

    @BeforeEach
    void start() {
        engine = new Engine(data, new MemoryOutbox(new MemoryOutbox.Disk()));
    }

    @AfterEach
    void stop() {
        gate.close();
        engine.close();
    }

    @Test
    void opensWithTheFirstCloudWhenNoneIsRemembered() {
        open();
        engine.install(new FakeCloud("mqtt"));
        eventually(() -> assertEquals(METHODS, enabled));
    }

    @Test
    void waitsForEveryCloudThatWasEnabledLastTime() throws Exception {
        Files.createDirectories(data.resolve("cloud"));
        Files.writeString(data.resolve("cloud/clouds.json"), "[\"aws\",\"mqtt\"]");
        engine.install(new FakeCloud("mqtt"));
        open();
        assertEquals(List.of(), enabled);
        engine.install(new FakeCloud("aws"));
        eventually(() -> assertEquals(METHODS, enabled));
    }

    @Test
    void opensAfterAWhileWithoutAnyCloud() {
        long start = System.nanoTime();
        open();
        eventually(() -> assertEquals(METHODS, enabled));
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertEquals(true, millis >= MethodGate.PATIENCE_MILLIS, millis + " ms");
    }

    @Test
    void remembersTheCloudsThatAreEnabled() {
        open();
        engine.install(new FakeCloud("mqtt"));
        engine.install(new FakeCloud("aws"));
        Path file = data.resolve("cloud/clouds.json");
        eventually(() -> assertEquals("[\"aws\",\"mqtt\"]", Files.readString(file)));
    }

    private void open() {
        gate = new MethodGate(engine.clouds, new Folder(data), enabled::add);
        gate.open();
    }
}
