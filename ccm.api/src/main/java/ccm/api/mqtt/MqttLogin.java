package ccm.api.mqtt;

import java.util.Objects;

/**
 * User name and password; shows neither.
 *
 * @param user may not be empty when there is a password, MQTT 3.1.1 section 3.1.2.9
 * @param password empty when there is none
 */
public record MqttLogin(String user, String password) {
    public MqttLogin {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "MqttLogin[masked]";
    }
}
