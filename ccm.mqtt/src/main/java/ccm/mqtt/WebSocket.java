package ccm.mqtt;

import ccm.parts.ws.WebSocketRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** The client's side of a WebSocket that carries MQTT, RFC 6455. */
final class WebSocket {
    private static final Map<String, String> PROTOCOL = Map.of("Sec-WebSocket-Protocol", "mqtt");

    private final InputStream from;
    private final WebSocketOutput to;
    private final OutputStream raw;

    WebSocket(InputStream from, OutputStream to) {
        this.from = from;
        this.raw = to;
        this.to = new WebSocketOutput(to);
    }

    /** The octets that the broker sends. */
    InputStream input() {
        return new WebSocketInput(new BufferedInputStream(from), to);
    }

    /** Takes octets for the broker: each write is one frame. */
    OutputStream output() {
        return to;
    }

    /** Asks the server to speak WebSocket from now on. */
    void upgrade(String host, String path) throws IOException {
        new WebSocketRequest(host, path, PROTOCOL).send(from, raw);
    }
}
