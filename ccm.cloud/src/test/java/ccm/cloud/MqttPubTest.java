package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Capabilities;
import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code MQTT.Pub} takes and refuses, with the exact texts. */
@ExtendWith(Quiet.class)
class MqttPubTest {
    private static final String TOPIC = ", must be 1 to 65535 bytes of UTF-8 without +, # and NUL";

    @TempDir Path data;
    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(data, new MemoryOutbox(disk));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "                                    | topic is missing, must be a string",
                "{\"message\":\"m\"}                 | topic is missing, must be a string",
                "[1,2]                               | topic is missing, must be a string",
                "{\"topic\":7,\"message\":\"m\"}     | topic is 7, must be a string",
                "{\"topic\":null,\"message\":\"m\"}  | topic is null, must be a string",
                "{\"topic\":\"\",\"message\":\"m\"}  | topic is \"\"" + TOPIC,
                "{\"topic\":\"a/+\",\"message\":\"\"}| topic is \"a/+\"" + TOPIC,
                "{\"topic\":\"a/#\",\"message\":\"\"}| topic is \"a/#\"" + TOPIC,
                "{\"topic\":\"a\\u0000\",\"message\":1}| topic is \"a\\u0000\"" + TOPIC,
                "{\"topic\":\"a\"}                   | message is missing, must be a string or any"
                        + " other JSON value",
                "{\"topic\":\"a\",\"message\":1,\"qos\":2}    | qos is 2, must be a whole number"
                        + " from 0 to 1",
                "{\"topic\":\"a\",\"message\":1,\"qos\":-1}   | qos is -1, must be a whole number"
                        + " from 0 to 1",
                "{\"topic\":\"a\",\"message\":1,\"qos\":\"1\"}| qos is \"1\", must be a whole"
                        + " number from 0 to 1",
                "{\"topic\":\"a\",\"message\":1,\"qos\":0.5}  | qos is 0.5, must be a whole number"
                        + " from 0 to 1",
                "{\"topic\":\"a\",\"message\":1,\"retain\":1} | retain is 1, must be true or false",
                "{\"topic\":\"a\",\"message\":1,\"cloud\":5}  | cloud is 5, must be a string",
            })
    void refusesWrongParamsNamingMemberFoundAndAllowed(String params, String text) {
        engine.install(new FakeCloud("mqtt")).ready();
        RpcException error = refused(params == null ? "" : params);
        assertEquals(-32602, error.code());
        assertEquals("MQTT.Pub: " + text, error.getMessage());
    }

    @Test
    void refusesATopicLongerThanMqttAllows() {
        engine.install(new FakeCloud("mqtt")).ready();
        refused("{\"topic\":\"" + "x".repeat(65_536) + "\",\"message\":1}");
        refused("{\"topic\":\"" + "é".repeat(32_768) + "\",\"message\":1}");
        refused("{\"topic\":\"\\ud800\",\"message\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"hello\" | hello",
                "\"\" | ~~",
                "\"a\\\"b/ü\\n\" | a\"b/ü\\n",
                "{\"a\": [1, 2.50, null]} | {\"a\":[1,2.5,null]}",
                "12.5 | 12.5",
                "true | true",
                "null | null",
            })
    void publishesAStringAsItsBytesAndAnythingElseAsItsJsonText(String message, String payload)
            throws Exception {
        FakeCloud cloud = engine.install(new FakeCloud("mqtt")).ready();
        String wanted = payload.replace("\\n", "\n");
        answer("{\"topic\":\"t\",\"message\":" + message + ",\"qos\":1}");
        answer("{\"topic\":\"t\",\"message\":" + message + "}");
        eventually(() -> assertEquals(List.of("t=" + wanted, "t=" + wanted), cloud.received));
    }

    @Test
    void namesWhatToSetWhenNoCloudIsEnabled() {
        for (int qos : new int[] {0, 1}) {
            RpcException error = refused("{\"topic\":\"t\",\"message\":1,\"qos\":" + qos + "}");
            assertEquals(-32000, error.code());
            assertEquals(
                    "MQTT.Pub: no cloud is enabled. Set for example mqtt.enable and mqtt.server",
                    error.getMessage());
        }
    }

    @Test
    void namesTheCloudsThereAreWhenTheOneWantedIsNot() {
        engine.install(new FakeCloud("mqtt")).ready();
        engine.install(new FakeCloud("aws")).ready();
        RpcException error = refused("{\"topic\":\"t\",\"message\":1,\"cloud\":\"gcp\"}");
        assertEquals(-32602, error.code());
        assertEquals(
                "MQTT.Pub: cloud is \"gcp\", must be one of those enabled: mqtt, aws",
                error.getMessage());
    }

    @Test
    void goesToEveryCloudOrToTheOneNamed() throws Exception {
        FakeCloud mqtt = engine.install(new FakeCloud("mqtt")).ready();
        FakeCloud aws = engine.install(new FakeCloud("aws")).ready();
        answer("{\"topic\":\"t\",\"message\":\"both\",\"qos\":1}");
        answer("{\"topic\":\"t\",\"message\":\"one\",\"qos\":1,\"cloud\":\"aws\"}");
        engine.eventuallyReceived(aws, List.of("t=both", "t=one"));
        engine.eventuallyReceived(mqtt, List.of("t=both"));
    }

    @Test
    void goesToTheCloudsThatCanCarryItAndIsRefusedWhenNoneCan() throws Exception {
        FakeCloud large = engine.install(new FakeCloud("mqtt")).ready();
        FakeCloud small =
                engine.install(new FakeCloud("aws", new Capabilities(true, 4, 20, false))).ready();
        answer("{\"topic\":\"t\",\"message\":\"hello\",\"qos\":1}");
        answer("{\"topic\":\"t\",\"message\":\"hi\",\"qos\":1,\"retain\":true}");
        engine.eventuallyReceived(large, List.of("t=hello", "t=hi"));
        assertEquals(List.of(), small.received);
        assertEquals(
                "MQTT.Pub: message has 5 bytes, aws takes 4",
                refused("{\"topic\":\"t\",\"message\":\"hello\",\"cloud\":\"aws\"}").getMessage());
        assertEquals(
                "MQTT.Pub: retain is true, but aws keeps no messages. Leave it out",
                refused("{\"topic\":\"t\",\"message\":1,\"retain\":true,\"cloud\":\"aws\"}")
                        .getMessage());
    }

    @Test
    void asksTheCloudBeforeItQueues() throws Exception {
        FakeCloud azure = engine.install(new FakeCloud("azure"));
        FakeCloud mqtt = engine.install(new FakeCloud("mqtt")).ready();
        azure.refusal = message -> Optional.of("topic is \"" + message.topic() + "\": no");
        answer("{\"topic\":\"t\",\"message\":1,\"qos\":1}");
        engine.eventuallyReceived(mqtt, List.of("t=1"));
        assertEquals(0, disk.count("azure"));
        RpcException error = refused("{\"topic\":\"t\",\"message\":1,\"cloud\":\"azure\"}");
        assertEquals(-32602, error.code());
        assertEquals("MQTT.Pub: topic is \"t\": no", error.getMessage());
        mqtt.refusal = message -> Optional.of("no either");
        assertEquals(
                "MQTT.Pub: topic is \"t\": no; no either",
                refused("{\"topic\":\"t\",\"message\":1,\"qos\":1}").getMessage());
    }

    @Test
    void refusesAMessageLargerThanTheStoreTakes() {
        disk.maxRecord = 10;
        engine.install(new FakeCloud("mqtt")).ready();
        RpcException error = refused("{\"topic\":\"t\",\"message\":\"0123456789\",\"qos\":1}");
        assertEquals(-32602, error.code());
        assertEquals(
                "MQTT.Pub: message and topic have 14 bytes, the store takes 10",
                error.getMessage());
    }

    @Test
    void saysSoWhenTheDiskFails() {
        engine.install(new FakeCloud("mqtt")).ready();
        disk.broken = true;
        RpcException error = refused("{\"topic\":\"t\",\"message\":1,\"qos\":1}");
        assertEquals(-32603, error.code());
        assertEquals("MQTT.Pub: /data/outbox: no space left. Free some", error.getMessage());
    }

    @Test
    void answersWhenTheOutboxIsBackAfterASwap() throws Exception {
        FakeCloud cloud = engine.install(new FakeCloud("mqtt")).ready();
        engine.removeOutbox();
        var answer = engine.request("t", "1", 1);
        engine.installOutbox(new MemoryOutbox(disk));
        assertTrue(answer.get(5, java.util.concurrent.TimeUnit.SECONDS).isNull());
        engine.eventuallyReceived(cloud, List.of("t=1"));
    }

    @Test
    void refusesWhenTooMuchWaitsForAnOutboxThatIsAway() throws Exception {
        engine.install(new FakeCloud("mqtt")).ready();
        engine.removeOutbox();
        for (int i = 0; i < CloudQueue.MAX_WAITING; i++) {
            engine.publish("t", "" + i, 1);
        }
        RpcException error = assertThrows(RpcException.class, () -> engine.publish("t", "x", 1));
        assertEquals(
                "MQTT.Pub: mqtt: the store is away and 1000 messages wait for it. Try again in a"
                        + " moment",
                error.getMessage());
    }

    private void answer(String params) throws RpcException {
        assertTrue(Engine.answer(engine.pub, "MQTT.Pub", params).isNull());
    }

    private RpcException refused(String params) {
        return assertThrows(
                RpcException.class, () -> Engine.answer(engine.pub, "MQTT.Pub", params));
    }
}
