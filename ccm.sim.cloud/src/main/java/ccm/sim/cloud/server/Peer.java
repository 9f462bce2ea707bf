package ccm.sim.cloud.server;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Who is at the other end of a connection, as far as the network says.
 *
 * @param door where it came in
 * @param address its address
 * @param certificates its own first; empty when it showed none
 * @param sni the host name that it asked for in TLS
 * @param alpn the protocol that was agreed on
 * @param path of the WebSocket, with its query; empty without one
 */
public record Peer(
        String door,
        InetSocketAddress address,
        List<X509Certificate> certificates,
        Optional<String> sni,
        Optional<String> alpn,
        String path) {
    public Peer {
        certificates = List.copyOf(certificates);
    }

    /** Its own certificate. */
    public Optional<X509Certificate> certificate() {
        return certificates.stream().findFirst();
    }

    Peer at(String webSocket) {
        return new Peer(door, address, certificates, sni, alpn, webSocket);
    }
}
