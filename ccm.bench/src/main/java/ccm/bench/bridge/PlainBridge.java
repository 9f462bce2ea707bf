package ccm.bench.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fazecast.jSerialComm.SerialPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * What a good engineer would write in an afternoon, without OSGi and without a store: frames from a
 * serial port become MQTT messages. It is the unit in which the benchmarks count.
 */
public final class PlainBridge {
    private static final int WINDOW = 1_000;
    private static final long CONNECT_MILLIS = 30_000;

    private PlainBridge() {}

    /**
     * Runs until the port closes.
     *
     * @param args the port and the broker's TCP port
     */
    public static void main(String[] args) throws IOException, MqttException, InterruptedException {
        MqttAsyncClient client =
                new MqttAsyncClient(
                        "tcp://127.0.0.1:" + args[1], "plain-bridge", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setMaxInflight(
                WINDOW * 10); // Paho frees its own slots late; the semaphore is what counts
        client.connect(options).waitForCompletion(CONNECT_MILLIS);
        SerialPort port = SerialPort.getCommPort(args[0]);
        port.setBaudRate(115_200);
        if (!port.openPort()) {
            throw new IOException(
                    args[0] + ": cannot open (error " + port.getLastErrorCode() + ")");
        }
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 0, 0);
        forward(port, client);
    }

    private static void forward(SerialPort port, MqttAsyncClient client)
            throws IOException, MqttException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        Semaphore window = new Semaphore(WINDOW);
        IMqttActionListener done = new Release(window);
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(port.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode params = json.readTree(line).path("params");
                byte[] message = params.path("message").asText().getBytes(StandardCharsets.UTF_8);
                window.acquire();
                client.publish(
                        params.path("topic").asText(),
                        message,
                        params.path("qos").asInt(),
                        false,
                        null,
                        done);
            }
        }
    }

    private record Release(Semaphore window) implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            window.release();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            window.release();
        }
    }
}
