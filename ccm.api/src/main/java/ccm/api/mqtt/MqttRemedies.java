package ccm.api.mqtt;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a person may do about a refusal, in the words and settings of a cloud. Waits for nothing.
 */
@ConsumerType
@FunctionalInterface
public interface MqttRemedies {
    /**
     * The remedy: a sentence without a full stop, in lower case.
     *
     * @return empty where what helps on a plain broker helps here
     */
    Optional<String> of(Refusal refusal);
}
