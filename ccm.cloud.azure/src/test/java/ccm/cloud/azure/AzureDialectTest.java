package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.MqttFilter;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How topics of the host travel to a hub and back. */
class AzureDialectTest {
    private final AzureParts parts = new AzureParts(true, true, AzureRemedies.KEY);
    private final AzureDialect dialect = parts.dialect();

    @BeforeEach
    void knowsItsDevice() {
        dialect.device("dev1");
    }

    @Test
    void asksForFourFiltersAndNoneOfTheHost() {
        assertEquals(4, dialect.filters().size());
        assertEquals(Optional.empty(), dialect.wire(new MqttFilter("a/#", 1)));
        assertEquals(2, new AzureParts(false, false, AzureRemedies.KEY).dialect().filters().size());
    }

    @Test
    void carriesATopicAsAProperty() throws Exception {
        assertEquals(
                "devices/dev1/messages/events/topic=a%2Fb%20%C3%A9%26&$.ct=application%2Fjson&$.ce=utf-8",
                dialect.outgoing(message("a/b é&", "{\"v\":1}")).topic());
        assertEquals(
                "devices/dev1/messages/events/topic=t1",
                dialect.outgoing(message("t1", "hello")).topic());
        assertEquals(
                "devices/dev1/messages/events/topic=t1",
                dialect.outgoing(message("t1", "{\"v\":1} x")).topic());
    }

    @Test
    void leavesATopicOfTheHubAlone() throws Exception {
        String topic = "devices/dev1/messages/events/a=1&$.ct=text%2Fplain";
        CloudMessage out = dialect.outgoing(new CloudMessage(topic, new byte[1], 1, true));
        assertEquals(topic, out.topic());
        assertFalse(out.retain());
        assertEquals(1, out.qos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$iothub/twin/GET/?$rid=1",
                "devices/other/messages/events/",
                "devices/dev1/messages/devicebound/x"
            })
    void refusesTopicsThatWouldEndTheConnection(String topic) {
        assertTrue(dialect.refusal(message(topic, "x")).orElseThrow().contains(topic));
    }

    @Test
    void refusesAMessageThatIsTooLargeWithItsProperties() {
        byte[] payload = new byte[256 * 1024 - 7];
        assertEquals(Optional.empty(), dialect.refusal(new CloudMessage("t", payload, 0, false)));
        assertTrue(
                dialect.refusal(new CloudMessage("tt", payload, 0, false))
                        .orElseThrow()
                        .contains("262145 bytes"));
    }

    @Test
    void refusesFiltersOfTheHubAlone() {
        assertEquals(Optional.empty(), dialect.refusal("a/#"));
        assertEquals(Optional.empty(), dialect.refusal("devices/dev1/messages/devicebound/#"));
        assertTrue(dialect.refusal("$iothub/#").isPresent());
    }

    @Test
    void tellsTheHostATopicOfItsOwn() {
        String bound = "devices/dev1/messages/devicebound/";
        String to = "%24.to=%2Fdevices%2Fdev1%2Fmessages%2FdeviceBound&%24.mid=42";
        assertEquals("led/on", in(bound + to + "&topic=led%2Fon&b"));
        assertEquals(bound + to, in(bound + to));
        assertEquals(bound + "topic=", in(bound + "topic="));
    }

    @Test
    void keepsWhatIsTheHubsFromTheHost() {
        assertTrue(dialect.own(message("$iothub/twin/res/204/?$rid=77", "")).isPresent());
        assertTrue(dialect.own(message("$iothub/else", "")).isPresent());
        assertTrue(dialect.own(message("devices/dev1/messages/devicebound/", "")).isEmpty());
    }

    private String in(String topic) {
        return dialect.incoming(message(topic, "x")).topic();
    }

    private static CloudMessage message(String topic, String text) {
        return new CloudMessage(topic, text.getBytes(UTF_8), 0, false);
    }
}
