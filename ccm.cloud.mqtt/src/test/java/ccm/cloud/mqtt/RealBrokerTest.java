package ccm.cloud.mqtt;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSettings;
import ccm.mqtt.SupervisedSessions;
import ccm.parts.clock.ClockSigns;
import ccm.parts.cloud.MqttCloud;
import ccm.testing.Certificates;
import ccm.testing.Certificates.KeyForm;
import ccm.testing.Certificates.Pair;
import ccm.testing.Mosquitto;
import ccm.testing.Quiet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connector and real sessions with a real Mosquitto in every configuration. */
@Tag("peers")
@ExtendWith(Quiet.class)
class RealBrokerTest {
    /** When the broker hangs up, its alert does not always come through. */
    private static final Fault HUNG_UP = Fault.TLS;

    @TempDir Path files;
    private final MqttCloud connector = new MqttCloud(new PrivateDialect(2));
    private final RecordingEngine engine = new RecordingEngine();

    @AfterEach
    void closes() {
        connector.close();
    }

    @Test
    void carriesMessagesOverTlsOfItsOwnAuthority() throws Exception {
        try (Certificates authority = new Certificates();
                Mosquitto broker = tls(authority.server())) {
            connect(broker, "ssl_ca_cert", authority.authority().toString());
            carries();
        }
    }

    @Test
    void carriesMessagesOverWebSocketWithAndWithoutTls() throws Exception {
        try (Certificates authority = new Certificates();
                Mosquitto plain = Mosquitto.configured().webSocket().start()) {
            connect(plain, "ws_enable", true);
            carries();
            Pair server = authority.server();
            try (Mosquitto secure =
                    Mosquitto.configured()
                            .webSocket()
                            .tls(server.certificate(), server.key())
                            .start()) {
                String ca = authority.authority().toString();
                connect(secure, "ws_enable", true, "ssl_ca_cert", ca);
                carries();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsItsCertificateWhateverTheFormOfItsKey(KeyForm form) throws Exception {
        try (Certificates authority = new Certificates();
                Mosquitto broker = mutual(authority)) {
            Pair own = authority.client(form);
            Files.writeString(
                    files.resolve("own.crt"),
                    "CN: gateway\nID: 1\n" + Files.readString(own.certificate()));
            connect(
                    broker,
                    "ssl_ca_cert",
                    authority.authority().toString(),
                    "ssl_cert",
                    "own.crt",
                    "ssl_key",
                    own.key().toString());
            carries();
        }
    }

    @Test
    void namesAMissingOrForeignClientCertificate() throws Exception {
        try (Certificates authority = new Certificates();
                Certificates other = new Certificates();
                Mosquitto broker = mutual(authority)) {
            String ca = authority.authority().toString();
            connect(broker, "ssl_ca_cert", ca);
            fails(broker.address(), "client certificate", Fault.CREDENTIALS, HUNG_UP);

            Pair foreign = other.client(KeyForm.PKCS8);
            connect(
                    broker,
                    "ssl_ca_cert",
                    ca,
                    "ssl_cert",
                    foreign.certificate().toString(),
                    "ssl_key",
                    foreign.key().toString());
            fails(broker.address(), "client certificate", Fault.CREDENTIALS, HUNG_UP);

            Pair own = authority.client(KeyForm.PKCS8);
            connect(
                    broker,
                    "ssl_ca_cert",
                    ca,
                    "ssl_cert",
                    own.certificate().toString(),
                    "ssl_key",
                    foreign.key().toString());
            fails("mqtt.ssl_key", "is not the key of the first certificate", Fault.SETTINGS);
        }
    }

    @Test
    void namesWhatIsWrongWithTheCertificateOfTheBroker() throws Exception {
        try (Certificates authority = new Certificates();
                Certificates other = new Certificates();
                Mosquitto good = tls(authority.server());
                Mosquitto expired = tls(authority.expired());
                Mosquitto early = tls(authority.notYetValid());
                Mosquitto elsewhere = tls(authority.otherHost())) {
            String ca = authority.authority().toString();
            connect(good, "ssl_ca_cert", other.authority().toString());
            fails(
                    good.address(),
                    "of an authority that we do not know. check ssl_ca_cert",
                    Fault.TLS);
            connect(expired, "ssl_ca_cert", ca);
            Fault known = new ClockSigns().unsynchronized() ? Fault.CLOCK : Fault.TLS;
            fails(expired.address(), "its certificate has expired (valid from ", known);
            fails(expired.address(), "the clock of this gateway says ", known);
            fails(expired.address(), "the server's certificate has to be renewed", known);
            connect(early, "ssl_ca_cert", ca);
            fails(early.address(), "is not valid yet (valid from", Fault.CLOCK);
            connect(elsewhere, "ssl_ca_cert", ca);
            fails(elsewhere.address(), "is for another host", Fault.TLS);
        }
    }

    @Test
    void namesTlsWhereThereIsNone() throws Exception {
        try (Certificates authority = new Certificates();
                Mosquitto plain = Mosquitto.plain();
                Mosquitto secure = tls(authority.server())) {
            connect(plain, "ssl_ca_cert", authority.authority().toString());
            fails(plain.address(), "", Fault.TLS);
            connect(secure);
            fails(secure.address(), "", Fault.UNREACHABLE);
        }
    }

    @Test
    void namesAWrongPasswordAndConnectsWithTheRightOne() throws Exception {
        try (Mosquitto broker = Mosquitto.configured().login("u", "right").start()) {
            connect(broker, "user", "u", "pass", "wrong");
            fails(broker.address(), "check user and pass", Fault.CREDENTIALS);
            connect(broker);
            fails(broker.address(), "check user and pass", Fault.CREDENTIALS);
            connect(broker, "user", "u", "pass", "right");
            carries();
        }
    }

    @Test
    void usesTheSuitesItIsToldTo() throws Exception {
        try (Certificates authority = new Certificates();
                Mosquitto broker = tls(authority.server())) {
            String ca = authority.authority().toString();
            connect(
                    broker,
                    "ssl_ca_cert",
                    ca,
                    "ssl_cipher_suites",
                    "TLS-ECDHE-ECDSA-WITH-AES-256-GCM-SHA384");
            carries();
            connect(broker, "ssl_ca_cert", ca, "ssl_cipher_suites", "TLS_NO_SUCH");
            fails("mqtt.ssl_cipher_suites", "no cipher suite TLS_NO_SUCH", Fault.SETTINGS);
            connect(
                    broker,
                    "ssl_ca_cert",
                    ca,
                    "ssl_cipher_suites",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"); // it is EC
            fails(broker.address(), "no common TLS version or cipher", Fault.TLS);
        }
    }

    @Test
    void leavesItsWillWhenItIsLost() throws Exception {
        try (Mosquitto broker = Mosquitto.plain()) {
            MqttCloud witness = new MqttCloud(new PrivateDialect(2));
            witness.engine(engine);
            witness.connect(new SupervisedSessions(), settings(broker, "client_id", "witness"));
            eventually(() -> assertTrue(witness.state().ready()));
            get(witness.subscribe("gone/+", 1));
            SupervisedSessions sessions = new SupervisedSessions();
            MqttSession session =
                    sessions.open(
                            settings(
                                    broker,
                                    "will_topic",
                                    "gone/??????",
                                    "will_message",
                                    "bye",
                                    "client_id",
                                    "victim"),
                            new Deaf());
            eventually(() -> assertTrue(broker.log().contains("as victim")));
            session.reconnect(); // drops the connection without a DISCONNECT
            eventually(() -> assertEquals(List.of("bye"), engine.texts()));
            assertEquals("gone/A1B2C3", engine.messages.get(0).topic());
            session.close();
            witness.close();
        }
    }

    /** Hears nothing. */
    private static final class Deaf implements MqttSessionListener {
        @Override
        public void onState(CloudState state) {
            // not of interest
        }

        @Override
        public CompletionStage<Void> onMessage(CloudMessage message) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private void carries() throws Exception {
        connector.engine(engine);
        eventually(() -> assertTrue(connector.state().ready(), () -> connector.state().toString()));
        get(connector.subscribe("t/#", 1));
        int before = engine.messages.size();
        get(connector.publish(message("t/1", "there and back")));
        eventually(() -> assertEquals(before + 1, engine.messages.size()));
        get(connector.unsubscribe("t/#"));
    }

    private void fails(String where, String why, Fault... any) {
        eventually(() -> assertEquals(Phase.BACKOFF, connector.state().phase()));
        String reason = connector.state().reason();
        assertTrue(List.of(any).contains(connector.state().fault()), connector.state()::toString);
        assertTrue(reason.startsWith(where + ": ") && reason.contains(why), reason);
        assertTrue(reason.indexOf(". ") > 0 || reason.contains("? "), "no remedy: " + reason);
    }

    private void connect(Mosquitto broker, Object... more) {
        connector.connect(new SupervisedSessions(), settings(broker, more));
    }

    private MqttSettings settings(Mosquitto broker, Object... more) {
        Object[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "server";
        all[more.length + 1] = broker.address();
        return new MqttSettings(
                "mqtt",
                List.of(Brokers.endpoint(files, all)),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                100);
    }

    private static Mosquitto tls(Pair server) {
        return Mosquitto.configured().tls(server.certificate(), server.key()).start();
    }

    private static Mosquitto mutual(Certificates authority) {
        Pair server = authority.server();
        return Mosquitto.configured()
                .tls(server.certificate(), server.key())
                .clientCertificates(authority.authority())
                .start();
    }

    private static CloudMessage message(String topic, String text) {
        return new CloudMessage(topic, text.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private static void get(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
