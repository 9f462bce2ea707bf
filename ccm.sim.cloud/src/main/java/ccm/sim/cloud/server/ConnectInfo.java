package ccm.sim.cloud.server;

import java.util.Optional;

/**
 * What a client says when it connects.
 *
 * @param clientId may be empty, if it asks for a clean session
 * @param user absent is not the same as empty
 * @param password absent is not the same as empty
 * @param clean false when it wants its session kept
 * @param keepAliveSeconds as asked for; 0 for none
 * @param will what to publish when it goes without a word
 * @param peer what the network says of it
 */
public record ConnectInfo(
        String clientId,
        Optional<String> user,
        Optional<String> password,
        boolean clean,
        int keepAliveSeconds,
        Optional<Message> will,
        Peer peer) {
    @Override
    public String toString() {
        return clientId + " at " + peer.door() + user.map(u -> " as " + u).orElse("");
    }
}
