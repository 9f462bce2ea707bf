package ccm.cloud.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.testing.Configs;
import org.junit.jupiter.api.Test;

class GcpDialectTest {
    private final GcpDialect dialect =
            new GcpParts(Configs.of(GcpConfig.class, "enable_config", true)).dialect();

    GcpDialectTest() {
        dialect.device("dev1");
    }

    @Test
    void makesFoldersOfTopics() throws Exception {
        assertEquals("/devices/dev1/events/a/b", sent("a/b"));
        assertEquals("/devices/dev1/events/caf%C3%A9%20%25/%24x", sent("café %/$x"));
        assertEquals("/devices/dev1/events", sent("/devices/dev1/events"));
        assertEquals("/devices/dev1/events/x", sent("/devices/dev1/events/x"));
        assertEquals("café %/$x", told("/devices/dev1/commands/caf%C3%A9%20%25/%24x"));
        assertEquals("50%", told("/devices/dev1/commands/50%"));
        assertEquals("/devices/dev1/commands", told("/devices/dev1/commands"));
    }

    @Test
    void refusesTopicsThatCostTheConnection() {
        assertEquals(
                "topic /devices/dev1/state is not ours to publish on: write /devices/dev1/events,"
                        + " use Shadow.Report for the state, or any topic that does not begin with"
                        + " /devices/",
                refusal("/devices/dev1/state"));
        assertTrue(refusal("/devices/dev2/events").contains("not ours"));
        assertTrue(refusal("a//b").contains("an empty level"));
        assertTrue(refusal("/a").contains("an empty level"));
        assertTrue(dialect.refusal("/devices/dev1/commands/#").orElseThrow().contains("topic a/b"));
        assertTrue(dialect.refusal("/devices/dev1/commands").isEmpty());
        assertTrue(dialect.refusal("#").isEmpty());
        CloudException refused = assertThrows(CloudException.class, () -> sent("a//b"));
        assertTrue(refused.permanent());
    }

    private String refusal(String topic) {
        return dialect.refusal(message(topic)).orElseThrow();
    }

    private String sent(String topic) throws CloudException {
        return dialect.outgoing(message(topic)).topic();
    }

    private String told(String topic) {
        return dialect.incoming(message(topic)).topic();
    }

    private static CloudMessage message(String topic) {
        return new CloudMessage(topic, new byte[0], 1, false);
    }
}
