package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** One record that two clouds hang up on: it is named and set aside, and the others flow. */
public class RefusedRecordsPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 10;
    private static final int BAD = 4;
    private static final int MOST_LOGINS = 6; // three for the record alone, others to find it out
    private static final String POLICY =
            """
            {"Statement":[
              {"Effect":"Allow","Action":"iot:*","Resource":"*"},
              {"Effect":"Deny","Action":"iot:Publish","Resource":"arn:aws:iot:r:a:topic/secret"}]}
            """;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theOneIsSetAsideAndTheRestFlows() throws Exception {
        Path place = folder.getRoot().toPath();
        try (AwsEmulator aws = AwsEmulator.start(EmulatorOptions.in(place.resolve("aws")));
                AzureEmulator azure =
                        AzureEmulator.start(EmulatorOptions.in(place.resolve("azure")));
                GatewayProcess gateway = gateway(place.resolve("data"), aws, azure)) {
            aws.policy(new ObjectMapper().readTree(POLICY));
            azure.server()
                    .faults()
                    .add("drop@publish,topic=devices/ccm-0001/messages/events/topic=secret");
            gateway.startReady();
            for (int i = 0; i < RECORDS; i++) {
                publish(gateway, i == BAD ? "secret" : "t", i);
            }

            for (String cloud : List.of("aws", "azure")) {
                eventually(PATIENCE, () -> setAside(gateway, cloud));
                JsonNode dead = named(gateway, "Cloud.Dead", cloud);
                JsonNode letter = dead.findParents("topic").get(0);
                assertEquals(dead.toString(), "secret", letter.path("topic").asText());
                assertTrue(dead.toString(), !letter.path("reason").asText().isEmpty());
            }
            List<String> rest =
                    IntStream.range(0, RECORDS)
                            .filter(i -> i != BAD)
                            .mapToObj(i -> "r" + i)
                            .toList();
            assertEquals(rest, once(texts(aws)));
            assertEquals(rest, once(azure.telemetry(0).stream().map(each -> each.text()).toList()));
            says(gateway, "publish to secret. allow it in the thing's policy");
            says(gateway, "topic=secret. the hub does not take it");
            assertTrue(logins(aws) + " times", logins(aws) <= MOST_LOGINS);
            assertTrue(logins(azure) + " times", logins(azure) <= MOST_LOGINS);
        }
    }

    private static void setAside(GatewayProcess gateway, String cloud) throws IOException {
        JsonNode status = named(gateway, "Cloud.Status", cloud);
        assertEquals(status.toString(), 1, status.path("dead").asInt());
        assertEquals(status.toString(), 0, status.path("queue").path("count").asInt());
        assertEquals(status.toString(), "READY", status.path("phase").asText());
    }

    private static List<String> texts(AwsEmulator aws) {
        return aws.server().journal().of("in").stream()
                .filter(each -> each.what().equals("t"))
                .map(each -> each.text())
                .toList();
    }

    /** What was not acknowledged in time comes twice. */
    private static List<String> once(List<String> texts) {
        return texts.stream().distinct().toList();
    }

    private static long logins(Emulator cloud) {
        return cloud.server().journal().of("connect").size();
    }

    private static void says(GatewayProcess gateway, String text) throws IOException {
        assertTrue(gateway.output(), gateway.output().contains(text));
    }

    private static GatewayProcess gateway(Path data, Emulator... clouds) throws IOException {
        List<String> settings = new ArrayList<>();
        for (Emulator cloud : clouds) {
            cloud.settings().forEach((path, value) -> settings.add(path + "=" + value));
            Stream.of("min", "max")
                    .map(end -> cloud.name() + ".reconnect_timeout_" + end + "=0.1")
                    .forEach(settings::add);
        }
        return new GatewayProcess("full", data, settings.toArray(String[]::new));
    }

    private static void publish(GatewayProcess gateway, String topic, int number)
            throws IOException {
        JsonNode answer =
                gateway.local()
                        .call(
                                "MQTT.Pub",
                                "{\"topic\":\"%s\",\"message\":\"r%d\",\"qos\":1}"
                                        .formatted(topic, number));
        assertTrue(answer.toString(), answer.has("result"));
    }

    private static JsonNode named(GatewayProcess gateway, String method, String cloud)
            throws IOException {
        JsonNode answer = gateway.local().call(method, "");
        for (JsonNode each : answer.path("result").path("clouds")) {
            if (each.path("name").asText().equals(cloud)) {
                return each;
            }
        }
        throw new AssertionError(cloud + ": not there: " + answer);
    }
}
