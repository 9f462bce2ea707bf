package ccm.parts.ws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a server to speak WebSocket from now on.
 *
 * @param host with its port, as the header {@code Host} has it
 * @param path with its query
 * @param headers besides those that every request has
 */
public record WebSocketRequest(String host, String path, Map<String, String> headers) {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int HEAD_LIMIT = 16_384;
    private static final int KEY_BYTES = 16;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (\\d{3})( .*)?");
    private static final int SWITCHED = 101;

    public WebSocketRequest {
        headers = Map.copyOf(headers);
        headers.forEach(WebSocketRequest::check);
    }

    private static void check(String name, String value) {
        if (value.chars().anyMatch(one -> one < ' ' || one > 0xff)) {
            throw new IllegalArgumentException("the header " + name + " has a forbidden character");
        }
    }

    /**
     * Asks, and returns when the server has agreed: not a byte behind its answer is read.
     *
     * @throws UpgradeException it did not agree
     */
    public void send(InputStream from, OutputStream to) throws IOException {
        byte[] nonce = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        StringBuilder request = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\n");
        request.append("Host: ").append(host).append("\r\n");
        request.append(
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
        request.append("Sec-WebSocket-Key: ").append(key).append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        to.write(request.append("\r\n").toString().getBytes(ISO_8859_1));
        to.flush();
        check(head(from).split("\r\n"), key);
    }

    private static void check(String[] lines, String key) throws IOException {
        Matcher found = STATUS.matcher(lines[0]);
        int status = found.matches() ? Integer.parseInt(found.group(1)) : 0;
        if (status != SWITCHED) {
            throw new UpgradeException(lines[0], status, header(lines, "retry-after"));
        }
        if (!header(lines, "sec-websocket-accept").equals(accept(key))) {
            throw new ProtocolException(
                    "the WebSocket answer is not for us. is a proxy in between?");
        }
    }

    private static String header(String[] lines, String name) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return "";
    }

    private static String head(InputStream from) throws IOException {
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
