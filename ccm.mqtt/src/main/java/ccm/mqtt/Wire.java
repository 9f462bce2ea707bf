package ccm.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A connected transport that Paho takes for a socket yet to be connected. */
final class Wire extends Socket {
    static final int GREETING_SECONDS = 5; // Paho needs 300 ms at most to begin

    private final CountDownLatch greeted = new CountDownLatch(1);
    private final Socket tcp;
    private final InputStream input;
    private final PacketOutput output;

    /**
     * Makes one.
     *
     * @param tcp is closed without a goodbye: closing TLS politely may wait for ever
     */
    Wire(Socket tcp, InputStream input, OutputStream output) {
        this.tcp = tcp;
        this.input = new PacketInput(input, greeted);
        this.output = new PacketOutput(output, greeted);
    }

    /** One more publish is on its way through Paho. */
    void promise() {
        output.promise();
    }

    /** Waits until CONNECT is written, or could not be: then Paho may be ended. Bounded. */
    void awaitGreeting() throws InterruptedException {
        greeted.await(GREETING_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void connect(SocketAddress address, int timeout) {
        // is connected
    }

    @Override
    public void setSoTimeout(int milliseconds) {
        // reading waits for as long as the connection lasts; close() ends it
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
