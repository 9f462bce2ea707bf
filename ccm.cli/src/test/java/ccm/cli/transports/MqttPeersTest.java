package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Device;
import ccm.cli.Typed;
import ccm.cli.json.Json;
import ccm.testing.Certificates;
import ccm.testing.Mosquitto;
import ccm.testing.Quiet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("peers")
@ExtendWith(Quiet.class)
class MqttPeersTest {
    private final Typed ccm = new Typed();
    private final Device device = new Device();

    @Test
    void aFrameIsPublishedAndAnsweredAtATopicOfOurs() throws Exception {
        ExecutorService answering =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "ccm-cli-device"));
        try (Mosquitto broker = Mosquitto.plain();
                MqttClient client =
                        new MqttClient(
                                "tcp://" + broker.address(), "dev", new MemoryPersistence())) {
            client.connect();
            IMqttMessageListener answers =
                    (topic, message) -> answering.execute(() -> answer(client, message));
            client.subscribe("ccm_1/rpc", 1, answers);
            assertEquals(0, sum("mqtt://" + broker.address() + "/ccm_1"), ccm.err());
            assertEquals("5\n", ccm.out());
            String frame = device.frames.get(0);
            assertTrue(
                    frame.matches(
                            "\\{\"src\":\"ccm_1/rpc-resp/ccm-[0-9a-f]+\",\"id\":\\d{13},"
                                    + "\"method\":\"Sum\",\"params\":\\[2,3]}"),
                    frame);
            client.disconnect();
        } finally {
            answering.shutdown();
        }
    }

    private void answer(MqttClient client, MqttMessage message) {
        try {
            String frame = new String(message.getPayload(), UTF_8);
            String topic = Json.read(frame).text("src").orElseThrow() + "/rpc";
            client.publish(topic, device.answer(frame).getBytes(UTF_8), 1, false);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDeviceThatIsAwayIsWaitedForInVain() {
        try (Mosquitto broker = Mosquitto.plain()) {
            assertEquals(1, sum("mqtt://" + broker.address() + "/nobody", "--timeout=1"));
            assertTrue(ccm.err().contains("/nobody within 1.0 s."), ccm.err());
        }
    }

    @Test
    void aBrokerMayWantALogin() {
        try (Mosquitto broker = Mosquitto.configured().login("joe", "secret").start()) {
            String port = "mqtt://" + broker.address() + "/dev";
            assertEquals(1, sum(port));
            assertTrue(ccm.err().contains("Type --mqtt-creds USER:PASSWORD"), ccm.err());
            assertEquals(1, sum(port, "--mqtt-creds=joe:secret", "--timeout=1"));
            assertTrue(ccm.err().contains("no answer from"), ccm.err());
        }
    }

    @Test
    void tlsIsCheckedAndClientsShowCertificates() {
        try (Certificates certificates = new Certificates()) {
            Certificates.Pair own = certificates.server();
            try (Mosquitto broker =
                    Mosquitto.configured()
                            .tls(own.certificate(), own.key())
                            .clientCertificates(certificates.authority())
                            .start()) {
                String port = "mqtts://" + broker.address() + "/dev";
                assertEquals(1, sum(port));
                assertTrue(ccm.err().contains("authority unknown here"), ccm.err());
                Certificates.Pair client = certificates.client(Certificates.KeyForm.PKCS1);
                int status =
                        sum(
                                port,
                                "--ca=" + certificates.authority(),
                                "--cert=" + client.certificate(),
                                "--key=" + client.key(),
                                "--timeout=6");
                assertEquals(1, status);
                assertTrue(ccm.err().contains("no answer from"), ccm.err());
            }
        }
    }

    @Test
    void noBrokerIsToldInPlainWords() {
        Mosquitto broker = Mosquitto.plain();
        broker.close();
        assertEquals(1, sum("mqtt://" + broker.address() + "/dev"));
        assertTrue(ccm.err().contains("no gateway answers there"), ccm.err());
    }

    private int sum(String port, String... options) {
        List<String> words = new ArrayList<>(List.of("call", "Sum", "[2,3]", "--port", port));
        words.addAll(List.of(options));
        return ccm.run(words.toArray(String[]::new));
    }
}
