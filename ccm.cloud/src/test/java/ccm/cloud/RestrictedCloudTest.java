package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudMessage;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clouds with topics of their own send all they have: the host hears what it asked for. */
@ExtendWith(Quiet.class)
class RestrictedCloudTest {
    @TempDir Path data;

    @Test
    void handsOnWhatAFilterOfTheHostMatches() throws Exception {
        FakeHost host = new FakeHost();
        try (Engine engine = new Engine(data, new MemoryOutbox(new MemoryOutbox.Disk()))) {
            engine.inbox.bindHost(host);
            FakeCloud gcp =
                    engine.install(new FakeCloud("gcp", new Capabilities(false, 100, 10, false)));
            FakeCloud mqtt = engine.install(new FakeCloud("mqtt"));
            comes(engine, gcp, "cmd/a");
            Engine.answer(engine.sub, "MQTT.Sub", "{\"topic\":\"cmd/+\"}");
            Engine.answer(engine.sub, "MQTT.Sub", "{\"topic\":\"own\",\"cloud\":\"mqtt\"}");
            comes(engine, gcp, "cmd/b");
            comes(engine, gcp, "own");
            comes(engine, mqtt, "anything");
            Engine.answer(engine.unsub, "MQTT.Unsub", "{\"topic\":\"cmd/+\"}");
            comes(engine, gcp, "cmd/c");
            eventually(() -> assertEquals(List.of("cmd/b", "anything"), topics(host)));
        }
    }

    private static void comes(Engine engine, FakeCloud from, String topic) throws Exception {
        engine.events
                .onMessage(from, new CloudMessage(topic, "x".getBytes(UTF_8), 1, false))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private static List<String> topics(FakeHost host) {
        return host.frames.stream().map(frame -> frame.path("topic").asText()).toList();
    }
}
