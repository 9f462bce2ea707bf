package ccm.api.rpc;

import java.util.Objects;

/**
 * Who calls, and over which kind of channel.
 *
 * @param channel the channel type string of Mongoose OS RPC: {@code UART} for a serial line, {@code
 *     local} for the local socket, {@code WS_in}, {@code HTTP}, {@code MQTT}, …
 * @param address where exactly, for people: a device path, a socket address, a topic
 * @param zone how near the caller is
 * @param user who has logged in; empty for nobody
 */
public record RpcPeer(String channel, String address, Zone zone, String user) {
    /** The channel type of the host's serial line, and of a console on a second one. */
    public static final String UART = "UART";

    /** The channel type of the local socket. */
    public static final String LOCAL = "local";

    /** The channel type of HTTP requests. */
    public static final String HTTP = "HTTP";

    /** The channel type of WebSockets that a client has opened. */
    public static final String WS_IN = "WS_in";

    /** The channel type of calls that come through an MQTT cloud. */
    public static final String MQTT = "MQTT";

    /** The channel type of datagrams. */
    public static final String UDP_IN = "UDP_in";

    /** How near a caller is; without a list of access rules this decides what needs a login. */
    public enum Zone {
        /** The host's own serial line. */
        HOST,
        /** This very machine, or somebody who holds its cable: needs no login. */
        LOCAL,
        /** Everything else: has to log in. */
        NETWORK
    }

    public RpcPeer {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(user, "user");
    }

    /** A caller who has not logged in. */
    public RpcPeer(String channel, String address, Zone zone) {
        this(channel, address, zone, "");
    }

    /** The host on its serial line. */
    public static RpcPeer host(String address) {
        return new RpcPeer(UART, address, Zone.HOST);
    }

    /** A program on this machine, over the local socket. */
    public static RpcPeer local(String address) {
        return new RpcPeer(LOCAL, address, Zone.LOCAL);
    }

    /** The same caller, logged in. */
    public RpcPeer as(String name) {
        return new RpcPeer(channel, address, zone, name);
    }

    /** True for the host's own serial line. */
    public boolean isHost() {
        return zone == Zone.HOST;
    }
}
