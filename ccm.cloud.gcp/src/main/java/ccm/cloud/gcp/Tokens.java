package ccm.cloud.gcp;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttLogin;
import ccm.parts.pem.PemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Makes logins: the key is read anew for each, so that a new one is used at once.
 *
 * @param files what the name of the key is relative to
 * @param random gives 0 to 1
 */
record Tokens(GcpSettings settings, Path files, Clock clock, DoubleSupplier random) {
    /** The cloud takes any user, but MQTT allows no password without one. */
    static final String USER = "unused";

    /** No gateway of this kind is older. */
    private static final Instant BEFORE_ANY_CCM = Instant.ofEpochSecond(1_500_000_000);

    private static final double RENEW_FROM = 0.80;
    private static final double RENEW_SPREAD = 0.05; // so that not all devices come at once

    /**
     * A login with a fresh token.
     *
     * @throws CloudException the clock or the key is wrong
     */
    MqttLogin login() throws CloudException {
        Instant now = clock.instant();
        if (now.isBefore(BEFORE_ANY_CCM)) {
            throw new CloudException(
                    "gcp: the clock says "
                            + now
                            + ", so no token can be right. set it, or start time synchronization",
                    false,
                    Fault.CLOCK);
        }
        Duration life = settings.tokenTtl();
        double part = RENEW_FROM + RENEW_SPREAD * random.getAsDouble();
        return new MqttLogin(
                USER,
                token(now, now.plus(life)),
                Optional.of(Duration.ofMillis(Math.round(life.toMillis() * part))));
    }

    private String token(Instant from, Instant end) throws CloudException {
        if (settings.pem().key().isEmpty()) {
            throw GcpSettings.fault(
                    "key",
                    "is empty. name the PEM file with the private key whose public key is"
                            + " registered for the device");
        }
        Path path = files.resolve(settings.pem().key());
        try {
            PrivateKey key =
                    new PemFile(path)
                            .key()
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "no private key in it. is it a PEM file?"));
            return Jwt.of(key).token(settings.project(), from, end);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CloudException(
                    "gcp.key: " + path + ": " + e.getMessage(), false, Fault.SETTINGS, e);
        }
    }
}
