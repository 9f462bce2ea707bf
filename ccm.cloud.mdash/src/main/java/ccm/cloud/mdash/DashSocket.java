package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import ccm.parts.tls.PemTls;
import ccm.parts.ws.WebSocketFrame;
import ccm.parts.ws.WebSocketMessages;
import ccm.parts.ws.WebSocketRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket to the server: one thread opens it and writes, another one reads, and any ends it.
 */
final class DashSocket {
    private static final Logger LOG = LoggerFactory.getLogger(DashSocket.class);
    private static final int ONE_ADDRESS_MILLIS = 10_000; // then the next address of the name
    private static final int LARGEST_MESSAGE = 1 << 20;

    private final DashSettings settings;
    private final Path files;
    private Socket tcp; // guarded by this
    private boolean closed; // guarded by this
    private Socket secured; // these three: set before the reader starts
    private WebSocketMessages messages;
    private OutputStream output;

    /**
     * Makes one.
     *
     * @param files what names of files are relative to
     */
    DashSocket(DashSettings settings, Path files) {
        this.settings = settings;
        this.files = files;
    }

    /** Opens it. */
    void open(DashAddress address, Duration within) throws IOException, CloudException {
        long end = System.nanoTime() + within.toNanos();
        secured = connected(address, end);
        secured.setTcpNoDelay(true);
        if (address.secure()) {
            secured = secured(secured, address, end);
        }
        InputStream input = new BufferedInputStream(secured.getInputStream());
        output = secured.getOutputStream();
        secured.setSoTimeout(left(end));
        new WebSocketRequest(
                        address.authority(),
                        address.path(),
                        Map.of(
                                "Authorization",
                                "Bearer " + settings.token(),
                                "Origin",
                                address.origin(),
                                "Sec-WebSocket-Protocol",
                                "json-rpc"))
                .send(input, output);
        messages = new WebSocketMessages(input, LARGEST_MESSAGE);
    }

    /** The next message; fails when none comes for so long. */
    WebSocketMessages.Message read(Duration patience) throws IOException {
        secured.setSoTimeout((int) patience.toMillis());
        return messages.next();
    }

    void write(int kind, byte[] content) throws IOException {
        output.write(WebSocketFrame.of(kind, content));
        output.flush();
    }

    /** Ends it, without a word: whoever waits in it gets an exception. */
    void close() {
        Socket open;
        synchronized (this) {
            closed = true;
            open = tcp;
        }
        if (open != null) { // not the one of TLS, which would wait for a writer that hangs
            quietly(open);
        }
    }

    private Socket connected(DashAddress address, long end) throws IOException {
        IOException failure = new SocketException("no address");
        for (InetAddress each : InetAddress.getAllByName(address.host())) {
            Socket socket = opened();
            try {
                socket.connect(
                        new InetSocketAddress(each, address.port()),
                        Math.min(ONE_ADDRESS_MILLIS, left(end)));
                return socket;
            } catch (IOException e) {
                failure = e;
                quietly(socket);
            }
        }
        throw failure;
    }

    private synchronized Socket opened() throws SocketException {
        if (closed) {
            throw new SocketException("given up");
        }
        tcp = new Socket();
        return tcp;
    }

    private Socket secured(Socket socket, DashAddress address, long end)
            throws IOException, CloudException {
        SSLSocket tls =
                (SSLSocket)
                        new PemTls(settings.tlsFiles(), files)
                                .sockets()
                                .createSocket(socket, address.host(), address.port(), false);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.setSoTimeout(left(end));
        tls.startHandshake();
        return tls;
    }

    private static int left(long end) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("too late");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a socket", e);
        }
    }
}
