package ccm.api.mqtt;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * User name and password; shows neither.
 *
 * @param user may not be empty when there is a password, MQTT 3.1.1 section 3.1.2.9
 * @param password empty when there is none
 * @param renewAfter present when the login ends: the session renews itself so long after it was
 *     made, see {@link MqttSession#renew}
 */
public record MqttLogin(String user, String password, Optional<Duration> renewAfter) {
    public MqttLogin {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(renewAfter, "renewAfter");
    }

    /** One that does not end. */
    public MqttLogin(String user, String password) {
        this(user, password, Optional.empty());
    }

    @Override
    public String toString() {
        return "MqttLogin[masked]";
    }
}
