package ccm.api.cloud;

/**
 * Why a connection is not up, as a class that programs can tell apart; {@link CloudState#reason} is
 * the same for people. Shown as {@code fault} in {@code Cloud.Status}.
 */
public enum Fault {
    /** Nothing is wrong, or nothing is known yet. */
    NONE,
    /** A setting or a file is missing or wrong: nothing was tried. */
    SETTINGS,
    /** No address, no route, refused, reset or silent: comes back by itself. */
    UNREACHABLE,
    /** The server's certificate is not trusted, or no TLS can be agreed on. */
    TLS,
    /** The cloud does not know us or refuses our key, token or certificate. */
    CREDENTIALS,
    /** The clock of the gateway is wrong, so that certificates and tokens cannot be right. */
    CLOCK,
    /** Connected, then dropped for what was published or asked for. */
    POLICY,
    /** Somebody else connects with the same identity, and each throws the other out. */
    DUPLICATE,
    /** The cloud asks for less. */
    THROTTLED,
    /** The cloud closed the connection, without a known reason. */
    LOST
}
