package ccm.itest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One peer that sends requests as fast as it can, many behind each other on each connection. */
final class HttpFlood implements AutoCloseable {
    private static final int AT_ONCE = 16;

    private final byte[] burst;
    private final int port;
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean stopped;
    private volatile String failure = "";

    HttpFlood(int port, int connections) {
        this.port = port;
        String body = "{\"id\":1,\"method\":\"RPC.Ping\"}";
        String one =
                "POST /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        burst = one.repeat(AT_ONCE).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(this::run, "ccm-itest-flood-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Answers that came so far. */
    long answered() {
        return answered.get();
    }

    /** What went wrong; empty for nothing. */
    String failure() {
        return failure;
    }

    private void run() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            int seen = 0; // of the mark that each answer begins with
            while (!stopped) {
                socket.getOutputStream().write(burst);
                for (int left = AT_ONCE; left > 0; ) {
                    int count = in.read(buffer);
                    if (count < 0) {
                        throw new IOException("closed");
                    }
                    for (int i = 0; i < count; i++) {
                        seen = buffer[i] == "HTTP/1.1 200".charAt(seen) ? seen + 1 : 0;
                        if (seen == "HTTP/1.1 200".length()) {
                            seen = 0;
                            left--;
                            answered.incrementAndGet();
                        }
                    }
                }
            }
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    @Override
    public void close() {
        stopped = true; // each thread ends with the burst that it is at
    }
}
