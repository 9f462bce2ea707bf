package ccm.api.config;

import ccm.api.rpc.RpcPeer;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says who may not change a setting, where {@code conf_acl}, which holds for everybody, is not
 * enough. Publish it as a service. All that are there are asked before a caller's change; without
 * any, nothing is refused.
 */
@ConsumerType
public interface ConfigGuard {
    /**
     * Why this caller may not give the setting at this path another value now, with the setting
     * that says so and the way out, for people; empty when he may as far as this one is concerned.
     * Called on any thread; returns at once.
     */
    Optional<String> refusal(RpcPeer peer, String path);
}
