package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** What the delivery contract promises, seen from the host's line and from the broker. */
public class DeliveryPeersIT {
    private static final int LIMIT = 100;
    private static final int TOO_MANY = 130;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    public void whatWasAnsweredWhileTheBrokerWasAwayArrivesInOrderAfterARestart() throws Exception {
        try (Installation site = new Installation();
                RawHost host = site.plug()) {
            site.loseBroker();
            site.gateway().startReady();
            host.awaitGateway();
            for (int i = 0; i < 2 * LIMIT; i++) {
                assertTrue(publish(host, i).has("result"));
            }
            assertEquals("exit status", 0, site.gateway().stop());
            site.gateway().startReady();
            try (Messages messages = site.regainBroker("d")) {
                assertEquals(numbers(0, 2 * LIMIT), messages.await(2 * LIMIT));
            }
        }
    }

    @Test
    public void aFullStoreRefusesAndNamesTheLimitAndKeepsWhatIsOlder() throws Exception {
        try (Installation site = new Installation("outbox.max_count=" + LIMIT);
                RawHost host = site.plug()) {
            site.loseBroker();
            site.gateway().startReady();
            host.awaitGateway();
            for (int i = 0; i < TOO_MANY; i++) {
                JsonNode answer = publish(host, i);
                assertEquals(answer.toString(), i < LIMIT, answer.has("result"));
                assertEquals(
                        answer.toString(),
                        i < LIMIT ? 0 : -32000,
                        answer.at("/error/code").asInt());
                assertTrue(
                        answer.toString(),
                        i < LIMIT || answer.toString().contains("outbox.max_count"));
            }
            assertEquals(TOO_MANY - LIMIT, queue(site).path("rejected").asInt());
            try (Messages messages = site.regainBroker("d")) {
                assertEquals(numbers(0, LIMIT), messages.await(LIMIT));
                assertTrue("there is room again", publish(host, TOO_MANY).has("result"));
                assertEquals("d " + TOO_MANY, messages.await(LIMIT + 1).get(LIMIT));
            }
        }
    }

    @Test
    public void aFullStoreDropsItsOldestWhenThatIsThePolicy() throws Exception {
        try (Installation site =
                        new Installation(
                                "outbox.max_count=" + LIMIT, "outbox.full_policy=drop-oldest");
                RawHost host = site.plug()) {
            site.loseBroker();
            site.gateway().startReady();
            host.awaitGateway();
            for (int i = 0; i < TOO_MANY; i++) {
                assertTrue(publish(host, i).has("result"));
            }
            assertEquals(TOO_MANY - LIMIT, queue(site).path("dropped").asInt());
            try (Messages messages = site.regainBroker("d")) {
                assertEquals(numbers(TOO_MANY - LIMIT, TOO_MANY), messages.await(LIMIT));
            }
        }
    }

    @Test
    public void qos0IsDroppedAndCountedWhileTheBrokerIsAway() throws Exception {
        try (Installation site = new Installation();
                RawHost host = site.plug()) {
            site.loseBroker();
            site.gateway().startReady();
            host.awaitGateway();
            for (int i = 0; i < 5; i++) {
                host.send(
                        "{\"method\":\"MQTT.Pub\",\"params\":{\"topic\":\"d\",\"message\":\"lost\"}}");
            }
            publish(host, 7); // answered in turn, so those before it have been taken
            JsonNode status = site.gateway().local().call("Cloud.Status", "");
            assertEquals(status.toString(), 5, status.at("/result/clouds/0/dropped_qos0").asInt());
            try (Messages messages = site.regainBroker("d")) {
                assertEquals(numbers(7, 8), messages.await(1));
            }
        }
    }

    @Test
    public void messagesForAHostThatIsAwayAreKeptAndComeInOrder() throws Exception {
        try (Installation site = new Installation()) {
            site.gateway().startReady();
            try (RawHost host = site.plug()) {
                host.awaitGateway().call("1", "MQTT.Sub", "{\"topic\":\"away/#\",\"qos\":1}");
                site.publish("away/1", List.of("first"));
                host.awaitLine(line -> line.contains("\"first\""));
            }
            eventually(PATIENCE, () -> assertTrue(site.gateway().output(), unplugged(site)));
            List<String> wanted = numbers(0, LIMIT);
            site.publish("away/1", wanted);
            eventually(PATIENCE, () -> assertEquals(LIMIT, kept(site)));
            assertEquals("exit status", 0, site.gateway().stop());
            site.gateway().startReady();
            try (RawHost host = site.plug()) {
                host.awaitLine(line -> line.contains("\"d " + (LIMIT - 1) + "\""));
                List<String> messages =
                        host.lines().stream()
                                .filter(line -> line.contains("MQTT.Message"))
                                .map(line -> line.replaceAll(".*\"message\":\"(.*)\"}}", "$1"))
                                .toList();
                assertEquals(wanted, messages);
                eventually(PATIENCE, () -> assertEquals(0, kept(site)));
            }
        }
    }

    private static JsonNode publish(RawHost host, int number) throws IOException {
        return host.call(
                Integer.toString(1000 + number),
                "MQTT.Pub",
                "{\"topic\":\"d\",\"message\":" + number + ",\"qos\":1}");
    }

    private static JsonNode queue(Installation site) throws IOException {
        return site.gateway().local().call("Outbox.Status", "").at("/result/queues/mqtt");
    }

    private static int kept(Installation site) throws IOException {
        return site.gateway().local().call("Cloud.Status", "").at("/result/inbox/count").asInt();
    }

    private static boolean unplugged(Installation site) throws IOException {
        return site.gateway().local().call("Link.Status", "").toString().contains("\"up\":false");
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "d " + number).toList();
    }
}
