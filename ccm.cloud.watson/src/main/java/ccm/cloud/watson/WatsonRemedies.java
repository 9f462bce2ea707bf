package ccm.cloud.watson;

import ccm.api.mqtt.Refusal;
import java.util.Optional;

/** What helps when the platform does not want us. */
final class WatsonRemedies {
    private WatsonRemedies() {}

    static Optional<String> of(Refusal refusal) {
        return Optional.of(
                switch (refusal) {
                    case LOGIN, SILENCE ->
                            "see whether the device of watson.client_id is registered, and"
                                    + " watson.token or the certificate in watson.cert is its own;"
                                    + " an organization may want both";
                    case CLIENT_ID -> "compare watson.client_id with the device's registration";
                    case UNAVAILABLE -> "publish less often, or see the platform's status";
                    case CERTIFICATE ->
                            "see whether the platform knows the authority of watson.cert";
                    case AUTHORITY -> "check watson.ca_cert, and proxies between";
                    case TOPIC ->
                            "the platform does not take it: what it dropped three times is in"
                                    + " Cloud.Dead";
                    case IDENTITY -> "register a device for each gateway";
                });
    }
}
