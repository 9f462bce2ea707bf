package ccm.api.rpc;

import java.util.Objects;

/**
 * Who calls, and over which kind of channel.
 *
 * @param channel the channel type string of Mongoose OS RPC: {@code UART} for the host, {@code
 *     local} for the local socket, {@code WS_in}, {@code HTTP}, {@code MQTT}, …
 * @param address where exactly, for people: a device path, a socket address, a topic
 */
public record RpcPeer(String channel, String address) {
    /** The channel type of the host's serial line. */
    public static final String UART = "UART";

    /** The channel type of the local socket. */
    public static final String LOCAL = "local";

    public RpcPeer {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(address, "address");
    }

    /** True for the host's own serial line. */
    public boolean isHost() {
        return UART.equals(channel);
    }
}
