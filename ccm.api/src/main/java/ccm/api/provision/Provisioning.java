package ccm.api.provision;

import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The engine of provisioning, for its channels. Safe for use by many threads.
 *
 * <p>New settings are tried before they are saved, and the channel hears how that went.
 */
@ProviderType
public interface Provisioning {
    /** Where provisioning stands; returns at once. */
    ProvisionStatus status();

    /**
     * Carries out a call that came in by a channel, as far as the vendor allows it there: the
     * methods of {@code provision.NAME.methods}, and paths of {@code provision.NAME.acl} in {@code
     * Config.Set}. A {@code Config.Set} of a network is a try: it is answered when the network was
     * joined and its settings were saved, or with why not and nothing changed, within 30 s. A try
     * goes on when the channel ends meanwhile, and {@link #status} tells how it ended.
     *
     * @param channel the channel's name
     * @param address where the person is, for the log and for limits
     * @param method the full name
     * @param params a missing node for none
     * @return fails with an {@link RpcException} with the codes of network channels; completes on a
     *     thread of the engine or of the method
     */
    CompletionStage<JsonNode> call(String channel, String address, String method, JsonNode params);
}
