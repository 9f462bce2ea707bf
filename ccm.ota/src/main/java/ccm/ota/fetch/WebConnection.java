package ccm.ota.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One GET over a connection of its own. Unlike with those of the Java runtime, {@link #close} ends
 * a read that waits, at once and from any thread.
 */
final class WebConnection implements AutoCloseable {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int BUFFER = 16 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_LINES = 100;
    private static final int INTERIM = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");

    private final URI url;
    private final Socket socket = new Socket();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int code;
    private InputStream in;

    WebConnection(URI url) {
        this.url = URI.create(url.toASCIIString());
    }

    /**
     * Asks, and reads the head of the answer.
     *
     * @param stall the longest without a byte
     * @param tls makes a socket of TLS out of a connected one; empty for http
     */
    void open(Map<String, String> request, Duration stall, Optional<SSLSocketFactory> tls)
            throws IOException {
        int port = url.getPort() >= 0 ? url.getPort() : tls.isPresent() ? HTTPS : HTTP;
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        socket.connect(address, (int) stall.toMillis());
        socket.setSoTimeout((int) stall.toMillis());
        Socket spoken = socket;
        if (tls.isPresent()) {
            SSLSocket secure = (SSLSocket) tls.get().createSocket(socket, host, port, true);
            secure.startHandshake();
            spoken = secure;
        }
        spoken.getOutputStream().write(text(request).getBytes(ISO_8859_1));
        spoken.getOutputStream().flush();
        in = new BufferedInputStream(spoken.getInputStream(), BUFFER);
        do {
            readHead();
        } while (code < INTERIM);
    }

    int code() {
        return code;
    }

    /** A header of the answer; empty when it has none. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Bytes of the body; −1 when the answer does not say. */
    long length() {
        String length = header("Content-Length");
        return !isChunked() && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    /** The body, which ends where it should or throws. */
    InputStream body() {
        return isChunked() ? new Chunks(in) : new Counted(in, length());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is gone all the same
        }
    }

    private boolean isChunked() {
        return header("Transfer-Encoding").toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    private String text(Map<String, String> request) {
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() >= 0 ? ":" + url.getPort() : "";
        StringBuilder text = new StringBuilder("GET " + path + query);
        text.append(" HTTP/1.1\r\nHost: ").append(url.getHost()).append(port).append("\r\n");
        request.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        return text.append("\r\n").toString();
    }

    private void readHead() throws IOException {
        String first = line(in);
        Matcher status = STATUS.matcher(first);
        if (!status.matches()) {
            throw new IOException("the server does not speak HTTP");
        }
        code = Integer.parseInt(status.group(1));
        headers.clear();
        String line = line(in);
        for (int i = 0; !line.isEmpty(); i++) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
            if (i > MOST_LINES) {
                throw new IOException("the server sends too many headers");
            }
            line = line(in);
        }
    }

    /** A line without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("the server sends a header without an end");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
