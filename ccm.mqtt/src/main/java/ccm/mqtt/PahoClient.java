package ccm.mqtt;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttLogin;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClientPersistence;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttPersistable;
import org.eclipse.paho.client.mqttv3.ScheduledExecutorPingSender;
import org.slf4j.LoggerFactory;

/** One MQTT connection over a transport that is open already; the only class that knows Paho. */
final class PahoClient {
    /** The transport is connected: no name must be looked up, nothing is dialled. */
    private static final String ANYWHERE = "tcp://127.0.0.1:1883";

    /** What Paho would log as severe we report ourselves. Held, or its level would be lost. */
    private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho.client.mqttv3");

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(PahoClient.class);
    private static final int ROOM_FOR_LAZINESS = 512; // Paho frees its slots late
    private static final int FIRST_OWN_CODE = 32_000; // below are CONNACK codes
    private static final int REFUSED = 0x80;

    static {
        PAHO_LOG.setLevel(Level.OFF);
    }

    private final Wire wire;
    private final MqttConnect connect;
    private final Listener listener;
    private final PahoThreads threads;
    private final MqttAsyncClient paho;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean begun;
    private final IMqttActionListener published = new Published();

    /** Told what happens, on Paho's threads. */
    interface Listener {
        /** CONNACK 0 came. */
        void connected();

        /** There is no connection, or none any more. Told once. */
        void lost(Failure why);

        /** A PUBACK came, or a QoS 0 message was written. */
        void published(Receipt receipt);

        /** A message came; returns when there is room for the next one. */
        void arrived(CloudMessage message, int id, int qos) throws InterruptedException;
    }

    /** Told the answer to a SUBSCRIBE or UNSUBSCRIBE; not told when the connection is lost. */
    interface Answer {
        /** One entry a filter, true when granted. */
        void granted(List<Boolean> each);
    }

    PahoClient(Wire wire, MqttConnect connect, String session, Listener listener) throws Failure {
        this.wire = wire;
        this.connect = connect;
        this.listener = listener;
        threads = new PahoThreads(session);
        try {
            paho =
                    new MqttAsyncClient(
                            ANYWHERE,
                            connect.clientId(),
                            new NothingKept(),
                            new ScheduledExecutorPingSender(threads),
                            threads);
        } catch (MqttException | IllegalArgumentException e) {
            threads.shutdown();
            throw failure(e);
        }
        paho.setCallback(new Arrivals());
        paho.setManualAcks(true);
    }

    /** Sends CONNECT. The listener is told how that ends. */
    void connect(int maxInflight) throws Failure {
        try {
            paho.connect(options(maxInflight), null, new ConnectAnswer());
            begun = true;
        } catch (MqttException | IllegalArgumentException e) {
            throw failure(e);
        }
    }

    private MqttConnectOptions options(int maxInflight) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setAutomaticReconnect(false);
        options.setCleanSession(connect.cleanSession());
        options.setKeepAliveInterval((int) connect.keepAlive().toSeconds());
        options.setMaxInflight(maxInflight + Window.QOS0_LIMIT + ROOM_FOR_LAZINESS);
        options.setSocketFactory(new OpenWire(wire));
        connect.login().ifPresent(login -> logIn(options, login));
        connect.will()
                .ifPresent(
                        will ->
                                options.setWill(
                                        will.topic(), will.payload(), will.qos(), will.retain()));
        return options;
    }

    private static void logIn(MqttConnectOptions options, MqttLogin login) {
        options.setUserName(login.user());
        if (!login.password().isEmpty()) {
            options.setPassword(login.password().toCharArray());
        }
    }

    /** Publishes, in the order of the calls; called by one thread at a time. */
    void publish(CloudMessage message, Receipt receipt) throws CloudException {
        MqttMessage carried = new MqttMessage(message.payload());
        carried.setQos(message.qos());
        carried.setRetained(message.retain());
        try {
            paho.publish(message.topic(), carried, receipt, published);
            wire.promise();
        } catch (MqttException e) {
            if (!gone(e)) { // 32202, too many in flight: try again
                throw new CloudException(failure(e).getMessage(), false, e);
            }
            lost(failure(e)); // fails with all others, after those before it
        } catch (IllegalArgumentException e) {
            throw new CloudException(message.topic() + ": " + e.getMessage(), true, e);
        }
    }

    private static boolean gone(MqttException problem) {
        return switch (problem.getReasonCode()) {
            case MqttException.REASON_CODE_CLIENT_NOT_CONNECTED,
                    MqttException.REASON_CODE_CLIENT_DISCONNECTING,
                    MqttException.REASON_CODE_CLIENT_CLOSED ->
                    true;
            default -> false;
        };
    }

    void subscribe(List<String> filters, int[] qos, Answer answer) throws CloudException {
        try {
            paho.subscribe(filters.toArray(String[]::new), qos, null, new Answered(answer));
        } catch (MqttException | IllegalArgumentException e) {
            throw new CloudException(filters + ": " + e.getMessage(), false, e);
        }
    }

    void unsubscribe(String filter, Answer answer) throws CloudException {
        try {
            paho.unsubscribe(filter, null, new Answered(answer));
        } catch (MqttException | IllegalArgumentException e) {
            throw new CloudException(filter + ": " + e.getMessage(), false, e);
        }
    }

    /** Sends a PUBACK. */
    void acknowledge(int id, int qos) {
        try {
            paho.messageArrivedComplete(id, qos);
        } catch (MqttException e) {
            lost(failure(e)); // the broker sends the message again
        }
    }

    /** Sends DISCONNECT, and waits for that a bounded time. */
    void sayGoodbye(Duration limit) {
        over.set(true);
        try {
            paho.disconnect(0).waitForCompletion(limit.toMillis());
        } catch (MqttException e) {
            LOG.debug("goodbye", e); // it is gone already
        }
    }

    /** Ends the connection at once, without a word to the broker. */
    void cut() {
        over.set(true);
        try {
            wire.close();
        } catch (IOException e) {
            LOG.debug("cut", e); // closed it is in any case
        }
    }

    /** Ends every thread, after {@link #cut}. Waits a bounded time. */
    void dispose() throws InterruptedException {
        if (begun) {
            wire.awaitGreeting(); // ended earlier, one of its threads would wait for ever
        }
        try {
            paho.disconnectForcibly(0, 1, false);
        } catch (MqttException e) {
            LOG.debug("dispose", e); // it is about to end by itself
        }
        threads.end(this::wakeSender);
        try {
            paho.close(true);
        } catch (MqttException e) {
            LOG.debug("dispose", e); // closes when it has ended
        }
    }

    /**
     * Paho's sender may miss that it shall end, and then waits for ever for a packet. This one is
     * never sent: there is no connection.
     */
    private void wakeSender() {
        acknowledge(1, 1);
    }

    private void lost(Failure why) {
        if (over.compareAndSet(false, true)) {
            listener.lost(why);
        }
    }

    private Failure failure(Throwable problem) {
        if (!(problem instanceof MqttException paho)) {
            return Failure.of(Fault.LOST, String.valueOf(problem.getMessage()), problem);
        }
        int code = paho.getReasonCode();
        if (code > 0 && code < FIRST_OWN_CODE) {
            return Causes.connack(code, paho);
        }
        if (gone(paho)) {
            return Failure.dropped("the connection is gone", paho);
        }
        return switch (code) {
            case MqttException.REASON_CODE_CLIENT_TIMEOUT,
                    MqttException.REASON_CODE_WRITE_TIMEOUT ->
                    Failure.of(
                            Fault.LOST,
                            "no answer to a ping for "
                                    + connect.keepAlive().toSeconds()
                                    + " s (keep_alive). check the network",
                            paho);
            case MqttException.REASON_CODE_INVALID_MESSAGE ->
                    Failure.of(
                            Fault.UNREACHABLE,
                            "its answer is not MQTT. check the port in server",
                            paho);
            case MqttException.REASON_CODE_MAX_INFLIGHT ->
                    Failure.of(
                            Fault.LOST,
                            "too many messages are unfinished. wait for some to finish",
                            paho);
            default ->
                    paho.getCause() == null
                            ? Failure.of(
                                    Fault.LOST, "MQTT failed (" + paho.getMessage() + ")", paho)
                            : Causes.of(paho.getCause());
        };
    }

    /** CONNACK, or none. */
    private final class ConnectAnswer implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            listener.connected();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable problem) {
            lost(failure(problem));
        }
    }

    /** PUBACK, or none. */
    private final class Published implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            listener.published((Receipt) token.getUserContext());
        }

        @Override
        public void onFailure(IMqttToken token, Throwable problem) {
            lost(failure(problem)); // no other way to fail; the owner fails all, in their order
        }
    }

    /** SUBACK or UNSUBACK, or none. */
    private final class Answered implements IMqttActionListener {
        private final Answer answer;

        Answered(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void onSuccess(IMqttToken token) {
            answer.granted(
                    Arrays.stream(token.getGrantedQos()).mapToObj(code -> code < REFUSED).toList());
        }

        @Override
        public void onFailure(IMqttToken token, Throwable problem) {
            lost(failure(problem));
        }
    }

    /** Messages, and the end of the connection. */
    private final class Arrivals implements MqttCallback {
        @Override
        public void connectionLost(Throwable problem) {
            lost(failure(problem));
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
            listener.arrived(
                    new CloudMessage(
                            topic,
                            message.getPayload(),
                            Math.min(1, message.getQos()),
                            message.isRetained()),
                    message.getId(),
                    message.getQos());
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // told by its own listener
        }
    }

    /** No persistence: what must last is in the outbox, and nothing here is ever sent again. */
    private static final class NothingKept implements MqttClientPersistence {
        @Override
        public void open(String clientId, String server) {
            // nothing to open
        }

        @Override
        public void close() {
            // nothing to close
        }

        @Override
        public void put(String key, MqttPersistable packet) {
            // forgotten at once
        }

        @Override
        public MqttPersistable get(String key) {
            throw new IllegalStateException(key + " was never kept");
        }

        @Override
        public void remove(String key) {
            // never there
        }

        @Override
        public Enumeration<String> keys() {
            return Collections.emptyEnumeration();
        }

        @Override
        public void clear() {
            // always empty
        }

        @Override
        public boolean containsKey(String key) {
            return false;
        }
    }
}
