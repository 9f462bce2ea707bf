package ccm.mqtt;

import ccm.api.mqtt.MqttConnect;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the transport of one attempt: TCP, TLS over it, WebSocket over that. {@link #close} ends it
 * at any moment, from any thread.
 */
final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);
    private static final int ONE_ADDRESS_MILLIS = 15_000; // then the next address of the name

    private final long deadline;
    private Socket tcp; // guarded by this
    private boolean closed; // guarded by this
    private volatile Stage stage = Stage.LOOK_UP;

    /**
     * Makes one.
     *
     * @param deadline a {@link System#nanoTime}
     */
    Dialer(long deadline) {
        this.deadline = deadline;
    }

    /** How far it has come. */
    Stage stage() {
        return stage;
    }

    /** Opens it. */
    Wire open(MqttConnect connect) throws IOException {
        Socket connected = connected(connect);
        connected.setTcpNoDelay(true);
        Socket secured = connected;
        if (connect.tls().isPresent()) {
            stage = Stage.TLS;
            secured = secured(connected, connect.tls().get(), connect);
        }
        InputStream input = secured.getInputStream();
        OutputStream output = secured.getOutputStream();
        if (connect.webSocketPath().isPresent()) {
            stage = Stage.WEB_SOCKET;
            WebSocket web = new WebSocket(input, output);
            secured.setSoTimeout(remainingMillis());
            web.upgrade(connect.host() + ":" + connect.port(), connect.webSocketPath().get());
            secured.setSoTimeout(0);
            input = web.input();
            output = web.output();
        }
        stage = Stage.MQTT;
        return new Wire(connected, input, output);
    }

    /** Ends it: whoever waits in it gets an exception. */
    void close() {
        Socket open;
        synchronized (this) {
            closed = true;
            open = tcp;
        }
        if (open != null) {
            quietly(open);
        }
    }

    private Socket connected(MqttConnect connect) throws IOException {
        IOException failure = new SocketException("no address");
        for (InetAddress address : InetAddress.getAllByName(connect.host())) {
            Socket socket = opened();
            try {
                stage = Stage.TCP;
                socket.connect(
                        new InetSocketAddress(address, connect.port()),
                        Math.min(ONE_ADDRESS_MILLIS, remainingMillis()));
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
            throw new SocketException("the attempt was given up");
        }
        tcp = new Socket();
        return tcp;
    }

    private Socket secured(Socket socket, SSLSocketFactory factory, MqttConnect connect)
            throws IOException {
        SSLSocket tls =
                (SSLSocket) factory.createSocket(socket, connect.host(), connect.port(), false);
        SSLParameters parameters = tls.getSSLParameters(); // keeps ALPN and ciphers of the factory
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.setSoTimeout(remainingMillis());
        tls.startHandshake();
        tls.setSoTimeout(0);
        return tls;
    }

    private int remainingMillis() throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
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
