package ccm.mqtt;

import ccm.api.mqtt.MqttConnect;
import ccm.parts.patience.Patience;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How long a session waits for what, and how much it holds.
 *
 * @param connect from the first look-up to CONNACK
 * @param suback for the answer to a SUBSCRIBE or UNSUBSCRIBE
 * @param puback for the answer to a PUBLISH; after that the connection is given up
 * @param calm how long a connection must last before failures are forgotten and the back-off begins
 *     anew
 * @param goodbye for DISCONNECT to be written
 * @param renewal for what is unfinished when the login is renewed
 * @param inbound messages that came in and are not acknowledged; then reading pauses
 * @param patience what these are a share of already, and the keep-alive of endpoints is not yet
 */
record Limits(
        Duration connect,
        Duration suback,
        Duration puback,
        Duration calm,
        Duration goodbye,
        Duration renewal,
        int inbound,
        Patience patience) {

    /** What products use. */
    static Limits standard() {
        return new Limits(
                Duration.ofSeconds(40),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                2_000,
                Patience.USUAL);
    }

    /** The same for a gateway that waits for answers more or less than usual. */
    Limits with(Patience other) {
        return new Limits(
                other.of(connect),
                other.of(suback),
                other.of(puback),
                calm,
                goodbye,
                renewal,
                inbound,
                other);
    }

    /** A connection whose silence is noticed as soon as that asks for. */
    MqttConnect patient(MqttConnect connection) {
        return new MqttConnect(
                connection.host(),
                connection.port(),
                connection.tls(),
                connection.webSocketPath(),
                connection.clientId(),
                connection.login(),
                connection.cleanSession(),
                patience.seconds(connection.keepAlive()),
                connection.will());
    }

    /** The shortest wait for an answer. */
    Duration shortest() {
        return Collections.min(List.of(connect, suback, puback));
    }
}
