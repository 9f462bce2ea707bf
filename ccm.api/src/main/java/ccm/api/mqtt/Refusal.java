package ccm.api.mqtt;

/**
 * How a broker shows that it does not want us, where what to do about it is another thing on each
 * cloud.
 */
public enum Refusal {
    /** CONNACK 2. */
    CLIENT_ID,
    /** CONNACK 3, or 429 or 503 to the WebSocket request: later, and less. */
    UNAVAILABLE,
    /** CONNACK 4 and above, or 401 or 403 to the WebSocket request. */
    LOGIN,
    /** It did not take our certificate in the TLS handshake, or broke that off. */
    CERTIFICATE,
    /** We do not trust its certificate. */
    AUTHORITY,
    /** It closed the connection in the place of a CONNACK. */
    SILENCE,
    /** It closed the connection right after something was published or subscribed to, twice. */
    TOPIC,
    /** It closed one connection after the other: somebody else connects with our identity. */
    IDENTITY
}
