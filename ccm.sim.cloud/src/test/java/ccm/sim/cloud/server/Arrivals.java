package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/** Writes down what comes to a client. */
record Arrivals(List<String> came) implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
        // the test sees that at the client
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        came.add(topic + " " + new String(message.getPayload(), UTF_8));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // the test sees that at the server
    }
}
