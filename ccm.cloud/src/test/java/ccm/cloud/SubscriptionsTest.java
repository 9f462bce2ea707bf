package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the clouds and remembered, and what is refused. */
@ExtendWith(Quiet.class)
class SubscriptionsTest {
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

    @Test
    void asksEveryCloudAtOnceAndEachThatComesLater() throws Exception {
        FakeCloud mqtt = engine.install(new FakeCloud("mqtt")).ready();
        sub("{\"topic\":\"t/#\"}");
        sub("{\"topic\":\"u\",\"qos\":0}");
        assertEquals(Map.of("t/#", 1, "u", 0), mqtt.filters);

        FakeCloud aws = engine.install(new FakeCloud("aws"));
        eventually(() -> assertEquals(Map.of("t/#", 1, "u", 0), aws.filters));
    }

    @Test
    void asksOnlyTheCloudThatIsNamed() throws Exception {
        FakeCloud mqtt = engine.install(new FakeCloud("mqtt"));
        FakeCloud aws = engine.install(new FakeCloud("aws"));
        sub("{\"topic\":\"t\",\"cloud\":\"aws\"}");
        assertEquals(Map.of("t", 1), aws.filters);
        assertEquals(Map.of(), mqtt.filters);
    }

    @Test
    void remembersOverARestart() throws Exception {
        sub("{\"topic\":\"t/#\"}");
        restart();
        FakeCloud cloud = engine.install(new FakeCloud("mqtt"));
        eventually(() -> assertEquals(Map.of("t/#", 1), cloud.filters));
    }

    @Test
    void forgetsWhatIsTakenBack() throws Exception {
        FakeCloud cloud = engine.install(new FakeCloud("mqtt"));
        sub("{\"topic\":\"t/#\"}");
        Engine.answer(engine.unsub, "MQTT.Unsub", "{\"topic\":\"t/#\"}");
        Engine.answer(engine.unsub, "MQTT.Unsub", "{\"topic\":\"never\"}");
        assertEquals(Map.of(), cloud.filters);
        restart();
        assertEquals(List.of(), engine.subscriptions.all());
    }

    @Test
    void writesNothingForWhatItKnows() throws Exception {
        FakeCloud cloud = engine.install(new FakeCloud("mqtt"));
        sub("{\"topic\":\"t\"}");
        Path file = data.resolve("cloud/subscriptions.json");
        FileTime past = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, past);
        sub("{\"topic\":\"t\"}");
        assertEquals(past, Files.getLastModifiedTime(file));
        assertEquals(List.of("t", "t"), cloud.asked); // retained messages come again

        sub("{\"topic\":\"t\",\"qos\":0}");
        assertEquals(1, engine.subscriptions.all().size());
        assertEquals(0, engine.subscriptions.all().get(0).qos());
    }

    @Test
    void tellsTheHostWhatEveryCloudRefusesAndForgetsIt() throws Exception {
        engine.install(new FakeCloud("mqtt")).refusedFilter = filter -> true;
        RpcException error =
                assertThrows(RpcException.class, () -> sub("{\"topic\":\"secret/#\"}"));
        assertEquals("MQTT.Sub: mqtt: secret/# is refused", error.getMessage());
        eventually(() -> assertEquals(List.of(), engine.subscriptions.all()));
    }

    @Test
    void refusesWhatNoCloudCanEverSend() throws Exception {
        FakeCloud azure = engine.install(new FakeCloud("azure"));
        azure.impossible = filter -> filter.startsWith("$");
        RpcException error =
                assertThrows(RpcException.class, () -> sub("{\"topic\":\"$iothub/#\"}"));
        assertEquals(-32602, error.code());
        assertEquals(
                "MQTT.Sub: topic is \"$iothub/#\", which azure does not have", error.getMessage());
        FakeCloud mqtt = engine.install(new FakeCloud("mqtt"));
        sub("{\"topic\":\"$iothub/#\"}");
        assertEquals(List.of("$iothub/#"), mqtt.asked);
        assertEquals(List.of(), azure.asked);
        assertThrows(RpcException.class, () -> sub("{\"topic\":\"$x\",\"cloud\":\"azure\"}"));
    }

    @Test
    void isContentWhenOneOfTheCloudsGrants() throws Exception {
        engine.install(new FakeCloud("mqtt")).refusedFilter = filter -> true;
        FakeCloud aws = engine.install(new FakeCloud("aws"));
        sub("{\"topic\":\"t\"}");
        assertEquals(Map.of("t", 1), aws.filters);
    }

    @Test
    void usesTheCopyBeforeADamagedFileAndKeepsTheDamage() throws Exception {
        sub("{\"topic\":\"a\"}");
        sub("{\"topic\":\"b\"}");
        engine.close();
        Files.writeString(data.resolve("cloud/subscriptions.json"), "{\"subscr");
        engine = new Engine(data, new MemoryOutbox(disk));
        assertEquals("a", engine.subscriptions.all().get(0).filter());
        try (var files = Files.list(data.resolve("cloud"))) {
            assertTrue(files.anyMatch(file -> file.toString().contains(".bad-")));
        }
    }

    @Test
    void remembersNoMoreThanAThousand() throws Exception {
        engine.close();
        ObjectNode file = Engine.JSON.createObjectNode();
        ArrayNode list = file.putArray("subscriptions");
        for (int i = 0; i < SubscriptionFile.MAX; i++) {
            list.add(new Subscription("t" + i, 1, "").json());
        }
        Files.write(data.resolve("cloud/subscriptions.json"), Engine.JSON.writeValueAsBytes(file));
        engine = new Engine(data, new MemoryOutbox(disk));
        sub("{\"topic\":\"t7\"}");
        RpcException error = assertThrows(RpcException.class, () -> sub("{\"topic\":\"new\"}"));
        assertEquals(-32000, error.code());
        assertEquals(
                "MQTT.Sub: 1000 filters are remembered, the limit. Take some back with MQTT.Unsub",
                error.getMessage());
    }

    @Test
    void saysSoWhenItCannotBeRemembered() throws Exception {
        Files.createDirectories(data.resolve("cloud/subscriptions.json.new/full"));
        RpcException error = assertThrows(RpcException.class, () -> sub("{\"topic\":\"t\"}"));
        assertEquals(-32603, error.code());
        assertTrue(error.getMessage().startsWith("MQTT.Sub: cannot be remembered, "));
    }

    @Test
    void refusesACloudThatIsNotEnabled() {
        engine.install(new FakeCloud("mqtt"));
        RpcException error =
                assertThrows(RpcException.class, () -> sub("{\"topic\":\"t\",\"cloud\":\"x\"}"));
        assertEquals(
                "MQTT.Sub: cloud is \"x\", must be one of those enabled: mqtt", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "/", "a/#", "+/a/+", "a//b", "/+/#", "$SYS/#", "ü"})
    void knowsAFilter(String filter) {
        assertTrue(Topics.isFilter(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a#", "#/a", "a/#/b", "a+", "+a/b", "a/b+/c", "##", "a\0"})
    void knowsWhatIsNoFilter(String filter) {
        assertFalse(Topics.isFilter(filter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                          | topic is missing, must be a string",
                "{\"topic\":\"\"}            | topic is \"\", must be 1 to 65535 bytes of UTF-8"
                        + " without NUL, with + alone in its level and # alone in the last one",
                "{\"topic\":\"t\",\"qos\":2} | qos is 2, must be a whole number from 0 to 1",
            })
    void refusesWrongParams(String params, String text) {
        RpcException error = assertThrows(RpcException.class, () -> sub(params));
        assertEquals(-32602, error.code());
        assertEquals("MQTT.Sub: " + text, error.getMessage());
    }

    private void sub(String params) throws RpcException {
        assertTrue(Engine.answer(engine.sub, "MQTT.Sub", params).isNull());
    }

    private void restart() {
        engine.close();
        engine = new Engine(data, new MemoryOutbox(disk));
    }
}
