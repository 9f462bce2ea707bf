package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import java.util.Optional;

/** Packets of the codec, and what we call their content. */
final class Packets {
    private Packets() {}

    static ConnectInfo info(MqttConnectMessage packet, Peer peer) {
        MqttConnectVariableHeader header = packet.variableHeader();
        MqttConnectPayload payload = packet.payload();
        Optional<Message> will = Optional.empty();
        if (header.isWillFlag()) {
            byte[] bytes = payload.willMessageInBytes();
            will =
                    Optional.of(
                            new Message(
                                    payload.willTopic(),
                                    bytes == null ? new byte[0] : bytes,
                                    header.willQos(),
                                    header.isWillRetain()));
        }
        Optional<String> password =
                Optional.ofNullable(payload.passwordInBytes())
                        .map(bytes -> new String(bytes, UTF_8));
        return new ConnectInfo(
                payload.clientIdentifier(),
                Optional.ofNullable(payload.userName()),
                password,
                header.isCleanSession(),
                header.keepAliveTimeSeconds(),
                will,
                peer);
    }

    static ConnectInfo named(ConnectInfo info, String clientId) {
        return new ConnectInfo(
                clientId,
                info.user(),
                info.password(),
                info.clean(),
                info.keepAliveSeconds(),
                info.will(),
                info.peer());
    }

    static MqttPublishVariableHeader publish(String topic, int id) {
        return new MqttPublishVariableHeader(topic, id);
    }
}
