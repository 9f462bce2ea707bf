package ccm.sim.cloud.server;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server as an independent client sees it: Paho, over TLS, TCP and WebSocket. */
@ExtendWith(Quiet.class)
class CloudServerTest {
    private static final Authority AUTHORITY = Authority.create("test authority");

    private final OpenBrain brain = new OpenBrain();
    private final List<String> came = Collections.synchronizedList(new ArrayList<>());
    private final List<MqttClient> clients = new ArrayList<>();
    private CloudServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                new ServerPlan("test", AUTHORITY, brain)
                        .door(Door.tls("tls", 0).asking().sockets("/mqtt"))
                        .door(Door.plain("tcp", 0))
                        .start();
        brain.serve(server);
    }

    @AfterEach
    void stop() throws Exception {
        for (MqttClient client : clients) {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 1_000, false);
            }
            client.close(true);
        }
        server.close();
    }

    @Test
    void carriesMessagesOverTls() throws Exception {
        MqttClient client = connect("ssl://localhost:" + server.port("tls"), "a", options());
        client.subscribe("t/#", 1, listener());
        client.publish("t/1", "hello".getBytes(UTF_8), 1, false);
        client.publish("t/2", "quick".getBytes(UTF_8), 0, false);
        eventually(() -> assertEquals(List.of("t/1 hello", "t/2 quick"), came));
        assertEquals(Optional.of("localhost"), brain.arrivals().get(0).peer().sni());
        assertEquals(Optional.empty(), brain.arrivals().get(0).peer().certificate());
    }

    @Test
    void carriesMessagesOverAWebSocket() throws Exception {
        String uri = "wss://localhost:" + server.port("tls") + "/mqtt";
        MqttClient client = connect(uri, "a", options());
        client.subscribe("t/#", 1, listener());
        client.publish("t/1", new byte[100_000], 1, false);
        client.publish("t/2", "two".getBytes(UTF_8), 2, false);
        eventually(() -> assertEquals(2, came.size()));
        assertEquals("/mqtt", brain.arrivals().get(0).peer().path());
    }

    @Test
    void seesTheCertificateOfAClient() throws Exception {
        MqttConnectOptions options = options();
        options.setSocketFactory(Sockets.trusting(AUTHORITY, AUTHORITY.client("device-7")));
        connect("ssl://localhost:" + server.port("tls"), "a", options);
        String subject =
                brain.arrivals()
                        .get(0)
                        .peer()
                        .certificate()
                        .orElseThrow()
                        .getSubjectX500Principal()
                        .getName();
        assertEquals("CN=device-7", subject);
    }

    @Test
    void dropsAConnectionThatHasAgreedOnTls() throws Exception {
        server.faults().add("drop@tls,times=1");
        try (Socket socket =
                Sockets.trusting(AUTHORITY).createSocket("localhost", server.port("tls"))) {
            ((SSLSocket) socket).startHandshake();
            socket.setSoTimeout(5_000);
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(1, server.faults().fired());
        connect("ssl://localhost:" + server.port("tls"), "a", options());
    }

    @Test
    void throwsOutWhoeverHasTheSameClientId() throws Exception {
        MqttClient first = connect("tcp://localhost:" + server.port("tcp"), "same", options());
        MqttClient second = connect("tcp://localhost:" + server.port("tcp"), "same", options());
        eventually(() -> assertTrue(!first.isConnected()));
        assertTrue(second.isConnected());
        assertEquals(1, server.sessions().size());
    }

    @Test
    void keepsWhatComesForASessionThatIsAway() throws Exception {
        MqttConnectOptions kept = options();
        kept.setCleanSession(false);
        String uri = "tcp://localhost:" + server.port("tcp");
        MqttClient away = connect(uri, "away", kept);
        away.subscribe("t", 1, listener());
        away.disconnect();
        MqttClient other = connect(uri, "other", options());
        other.publish("t", "one".getBytes(UTF_8), 1, false);
        other.publish("t", "lost".getBytes(UTF_8), 0, false);
        MqttClient again = client(uri, "away");
        again.setCallback(new Arrivals(came));
        again.connect(kept);
        eventually(() -> assertEquals(List.of("t one"), came));
    }

    private MqttClient connect(String uri, String id, MqttConnectOptions options)
            throws MqttException {
        if (!uri.startsWith("tcp") && options.getSocketFactory() == null) {
            options.setSocketFactory(Sockets.trusting(AUTHORITY));
        }
        MqttClient client = client(uri, id);
        client.connect(options);
        return client;
    }

    private MqttClient client(String uri, String id) throws MqttException {
        MqttClient client = new MqttClient(uri, id, new MemoryPersistence());
        client.setTimeToWait(5_000);
        clients.add(client);
        return client;
    }

    private static MqttConnectOptions options() {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setConnectionTimeout(5);
        options.setMaxInflight(100);
        options.setHttpsHostnameVerificationEnabled(true);
        return options;
    }

    private IMqttMessageListener listener() {
        return (topic, message) -> came.add(topic + " " + new String(message.getPayload(), UTF_8));
    }
}
