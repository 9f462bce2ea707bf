package ccm.sim.cloud.server;

import java.util.List;
import java.util.Optional;

/**
 * A port of a server. What a client speaks there, MQTT or HTTP, is seen from its first byte.
 *
 * @param name what the brain knows it by
 * @param port 0 for a free one
 * @param tls false for plain TCP
 * @param clientCertificate whether clients are asked for a certificate
 * @param alpn protocols that may be chosen; a client that offers none is let in without
 * @param sockets paths where MQTT is spoken over WebSocket, with the sub-protocol {@code mqtt}
 * @param web who answers HTTP, and WebSocket on all other paths
 */
public record Door(
        String name,
        int port,
        boolean tls,
        boolean clientCertificate,
        List<String> alpn,
        List<String> sockets,
        Optional<WebBrain> web) {
    public Door {
        alpn = List.copyOf(alpn);
        sockets = List.copyOf(sockets);
    }

    private static final String CONTROL = "control";

    /** For people and tests, over HTTP on the loopback address: no fault touches it. */
    public static Door control(int port, WebBrain brain) {
        return plain(CONTROL, port).web(brain);
    }

    boolean control() {
        return name.equals(CONTROL);
    }

    /** Over TLS, where no client is asked for a certificate. */
    public static Door tls(String name, int port) {
        return new Door(name, port, true, false, List.of(), List.of(), Optional.empty());
    }

    /** Over TCP alone. */
    public static Door plain(String name, int port) {
        return new Door(name, port, false, false, List.of(), List.of(), Optional.empty());
    }

    /** Clients are asked for a certificate; those without one come in and have none. */
    public Door asking() {
        return new Door(name, port, tls, true, alpn, sockets, web);
    }

    /** These protocols may be chosen. */
    public Door alpn(String... protocols) {
        return new Door(name, port, tls, clientCertificate, List.of(protocols), sockets, web);
    }

    /** MQTT over WebSocket on these paths. */
    public Door sockets(String... paths) {
        return new Door(name, port, tls, clientCertificate, alpn, List.of(paths), web);
    }

    /** HTTP and WebSocket are answered by this. */
    public Door web(WebBrain brain) {
        return new Door(name, port, tls, clientCertificate, alpn, sockets, Optional.of(brain));
    }
}
