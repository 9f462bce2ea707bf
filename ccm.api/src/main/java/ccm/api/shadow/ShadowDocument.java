package ccm.api.shadow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;

/**
 * The shadow as a cloud has it.
 *
 * @param desired empty object when nothing is wanted
 * @param reported absent where the cloud cannot say it, as Google's over MQTT
 * @param version as in {@link ShadowChange}, of the counter that its changes carry; {@link
 *     #NO_VERSION} for none
 */
public record ShadowDocument(ObjectNode desired, Optional<ObjectNode> reported, long version) {
    /** The cloud says none. */
    public static final long NO_VERSION = -1;

    public ShadowDocument {
        Objects.requireNonNull(desired, "desired");
        Objects.requireNonNull(reported, "reported");
    }
}
