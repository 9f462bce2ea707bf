package ccm.core.rpc;

import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import java.util.Collection;

/** Says who may call what. Asked for every call on every channel; safe for use by many threads. */
public interface CallRules {
    /** True when the caller may call everything: spares looking closer. */
    boolean isFree(RpcPeer peer);

    /**
     * Looks closer.
     *
     * @param names everything that the method is known by, at least one: a rule for one counts for
     *     all
     * @throws RpcException the caller may not; its network code says whether a login could help
     */
    void check(RpcPeer peer, Collection<String> names) throws RpcException;

    /**
     * False while the rules cannot be read: every call is refused, and network channels of the
     * original do not even answer.
     */
    boolean usable();
}
