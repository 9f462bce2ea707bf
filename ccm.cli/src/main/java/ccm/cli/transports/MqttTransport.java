package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.FailedException;
import ccm.cli.line.UsageException;
import ccm.cli.rpc.Credentials;
import ccm.cli.rpc.Deadline;
import ccm.cli.rpc.Transport;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Frames over a broker: published to {@code ID/rpc}, answered at a topic of ours below it. The only
 * class that knows Paho.
 */
final class MqttTransport implements Transport {
    private static final int QOS = 1;
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int CLOSE_MILLIS = 500;

    private final String name;
    private final MqttClient client;
    private final String device;
    private final String source;
    private final Inbox inbox;

    private MqttTransport(
            String name, MqttClient client, String device, String source, Inbox inbox) {
        this.name = name;
        this.client = client;
        this.device = device;
        this.source = source;
        this.inbox = inbox;
    }

    /** Connects to {@code mqtt://BROKER/DEVICE_ID}. */
    static MqttTransport open(URI address, Connection connection)
            throws UsageException, FailedException {
        String device = address.getPath().replaceFirst("^/", "");
        if (device.isEmpty()) {
            throw new UsageException(
                    "--port " + address + ": whose? Type " + address + "/DEVICE_ID (device.id)");
        }
        boolean tls = address.getScheme().equals("mqtts");
        int port = address.getPort() > 0 ? address.getPort() : tls ? TLS_PORT : PORT;
        String broker = (tls ? "ssl://" : "tcp://") + address.getHost() + ":" + port;
        String name = address.getScheme() + "://" + address.getHost() + ":" + port + "/" + device;
        String own = "ccm-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        Inbox inbox = new Inbox(name);
        try {
            MqttClient client = new MqttClient(broker, own, new MemoryPersistence());
            MqttTransport transport =
                    new MqttTransport(name, client, device, device + "/rpc-resp/" + own, inbox);
            transport.connect(options(address, tls, connection), connection);
            return transport;
        } catch (MqttException e) {
            throw refused(name, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void send(String frame, Deadline deadline) throws FailedException {
        try {
            client.setTimeToWait(Math.max(1, deadline.left()));
            client.publish(device + "/rpc", frame.getBytes(UTF_8), QOS, false);
        } catch (MqttException e) {
            throw Failures.failed(name, "the broker went away (" + Failures.said(e) + ")", e);
        }
    }

    @Override
    public Optional<String> receive(Deadline deadline) throws FailedException {
        return inbox.take(deadline);
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, CLOSE_MILLIS); // nothing of ours is under way
            client.close(true);
        } catch (MqttException e) {
            inbox.end(Failures.said(e)); // it was gone already
        }
    }

    private void connect(MqttConnectOptions options, Connection connection)
            throws MqttException, FailedException {
        client.setTimeToWait(connection.timeout().toMillis());
        client.setCallback(new Listener(inbox));
        try {
            client.connect(options);
            client.subscribe(source + "/rpc", QOS);
        } catch (MqttException e) {
            close();
            throw refused(name, e);
        }
    }

    private static MqttConnectOptions options(URI address, boolean tls, Connection connection)
            throws UsageException, FailedException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(true);
        options.setConnectionTimeout((int) Math.max(1, connection.timeout().toSeconds()));
        Optional<Credentials> login = connection.brokerLogin();
        if (login.isEmpty() && address.getUserInfo() != null) {
            int colon = (address.getUserInfo() + ":").indexOf(':');
            String user = address.getUserInfo().substring(0, colon);
            login =
                    Optional.of(
                            new Credentials(
                                    user, address.getUserInfo().replaceFirst("^[^:]*:?", "")));
        }
        login.ifPresent(
                known -> {
                    options.setUserName(known.user());
                    options.setPassword(known.password().toCharArray());
                });
        if (tls) {
            options.setSocketFactory(connection.tls().context().getSocketFactory());
            options.setHttpsHostnameVerificationEnabled(!connection.tls().insecure());
        }
        return options;
    }

    private static FailedException refused(String name, MqttException failure) {
        return switch (failure.getReasonCode()) {
            case MqttException.REASON_CODE_FAILED_AUTHENTICATION,
                    MqttException.REASON_CODE_NOT_AUTHORIZED ->
                    Failures.failed(
                            name,
                            "the broker wants a login. Type --mqtt-creds USER:PASSWORD, or"
                                    + " --mqtt-creds @FILE, or set CCM_MQTT_CREDS",
                            failure);
            case MqttException.REASON_CODE_CLIENT_TIMEOUT ->
                    Failures.failed(name, "the broker does not answer. See --timeout", failure);
            default -> {
                boolean told = failure.getCause() != null;
                yield Failures.connecting(name, told ? failure.getCause() : failure);
            }
        };
    }

    /** Paho's threads come in here. */
    private record Listener(Inbox inbox) implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {
            inbox.end(Failures.said(cause));
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            inbox.put(new String(message.getPayload(), UTF_8));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // the answer is what counts
        }
    }
}
