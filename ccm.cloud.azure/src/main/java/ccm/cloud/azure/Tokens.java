package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttLogin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Makes logins that end.
 *
 * @param life of a token
 * @param random gives 0 to 1
 */
record Tokens(Duration life, Clock clock, DoubleSupplier random) {
    /** No gateway of this kind is older. */
    private static final Instant BEFORE_ANY_CCM = Instant.ofEpochSecond(1_500_000_000);

    private static final double RENEW_FROM = 0.80;
    private static final double RENEW_SPREAD = 0.05; // so that not all devices come at once

    /**
     * A login with a fresh token, or without one when there is no key.
     *
     * @param more what goes behind the token
     * @throws CloudException the clock is wrong
     */
    MqttLogin login(String user, String resource, Optional<SasKey> key, String more)
            throws CloudException {
        if (key.isEmpty()) {
            return new MqttLogin(user, "");
        }
        Instant now = clock.instant();
        if (now.isBefore(BEFORE_ANY_CCM)) {
            throw new CloudException(
                    "azure: the clock says "
                            + now
                            + ", so no token can be right. set it, or start time synchronization",
                    false,
                    Fault.CLOCK);
        }
        double part = RENEW_FROM + RENEW_SPREAD * random.getAsDouble();
        return new MqttLogin(
                user,
                key.get().token(resource, now.plus(life)) + more,
                Optional.of(Duration.ofMillis(Math.round(life.toMillis() * part))));
    }
}
