package ccm.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client's side of a WebSocket that carries MQTT, RFC 6455. */
final class WebSocket {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int HEAD_LIMIT = 16_384;
    private static final int KEY_BYTES = 16;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (\\d{3})( .*)?");
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

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
        byte[] nonce = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                        + key
                        + "\r\nSec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Version: 13\r\n\r\n";
        raw.write(request.getBytes(ISO_8859_1));
        raw.flush();
        check(head(), key);
    }

    private static void check(String head, String key) throws IOException {
        String[] lines = head.split("\r\n");
        if (!lines[0].matches("HTTP/1\\.1 101( .*)?")) {
            int status = status(lines[0]);
            throw new UpgradeException(
                    "answered \""
                            + lines[0]
                            + "\" to the WebSocket request. "
                            + (status == UNAUTHORIZED || status == FORBIDDEN
                                    ? "check the user, the password or the token"
                                    : "check ws_path, and that the port is the one for WebSocket"),
                    status);
        }
        String wanted = "sec-websocket-accept: " + accept(key).toLowerCase(Locale.ROOT);
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).replaceFirst(":\\s*", ": ").trim().equals(wanted)) {
                return;
            }
        }
        throw new ProtocolException("the WebSocket answer is not for us. is a proxy in between?");
    }

    private static int status(String line) {
        Matcher found = STATUS.matcher(line);
        return found.matches() ? Integer.parseInt(found.group(1)) : 0;
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0; // how much of CR LF CR LF was seen
        while (ends < 4) {
            int octet = from.read();
            if (octet < 0) {
                throw new EOFException("in the WebSocket answer");
            }
            head.write(octet);
            if (head.size() > HEAD_LIMIT) {
                throw new ProtocolException("the WebSocket answer is too long");
            }
            if (octet == (ends % 2 == 0 ? '\r' : '\n')) {
                ends++;
            } else {
                ends = octet == '\r' ? 1 : 0;
            }
        }
        return head.toString(ISO_8859_1);
    }

    private static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
