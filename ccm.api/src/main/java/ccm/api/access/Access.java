package ccm.api.access;

import ccm.api.rpc.RpcPeer;
import org.osgi.annotation.versioning.ProviderType;

/** The users of this gateway and their logins. Safe for use by many threads. */
@ProviderType
public interface Access {
    /**
     * True when at least one user can log in. A listener that the network can reach must not be
     * opened otherwise.
     */
    boolean hasUsers();

    /** What a caller who has to log in is asked, with a nonce of its own. */
    DigestChallenge challenge();

    /**
     * Checks one login. A pair of nonce and cnonce counts once, with a higher {@code nc} again.
     * Returns at once: who guesses too much is refused, not held.
     *
     * @param peer who tries; wrong logins are counted by its address
     * @return the peer as the user who has logged in
     * @throws AccessException says why not
     */
    RpcPeer login(RpcPeer peer, DigestResponse response) throws AccessException;
}
