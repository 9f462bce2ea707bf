package ccm.cli;

import ccm.parts.threads.NamedThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway's socket that answers every line with the same text, byte by byte or not at all. */
final class FakeGateway implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 5_000;

    final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocketChannel server;
    private final String answer;
    private final Thread thread = new NamedThreads("ccm-cli-fake").newThread(this::serve);

    FakeGateway(Path data, String answer) throws IOException {
        this.answer = answer;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(data.resolve("ccm.sock")));
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                serve(server.accept());
            } catch (IOException e) {
                continue; // the client went, or close() came
            }
        }
    }

    private void serve(SocketChannel client) throws IOException {
        try (client;
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Channels.newInputStream(client), StandardCharsets.UTF_8))) {
            String request = lines.readLine();
            if (request != null) {
                requests.add(request);
                for (byte part : answer.getBytes(StandardCharsets.UTF_8)) {
                    client.write(ByteBuffer.wrap(new byte[] {part}));
                }
            }
            while (!answer.isEmpty() && lines.readLine() != null) {
                requests.add("more than one line");
            }
        }
    }
}
