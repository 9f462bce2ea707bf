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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A gateway's socket: a device behind it, or one text for every line, byte by byte. */
public final class FakeGateway implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 5_000;

    final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocketChannel server;
    private final Path socket;
    private final UnaryOperator<String> device;
    private final boolean once;
    private final Thread thread = new NamedThreads("ccm-cli-fake").newThread(this::serve);

    /** One that answers a line with that text; then it takes no more. */
    FakeGateway(Path data, String answer) throws IOException {
        this(data, line -> answer, true);
    }

    /** One with a device behind it. */
    public FakeGateway(Path data, Device device) throws IOException {
        this(data, line -> device.answer(line) + "\n", false);
    }

    private FakeGateway(Path data, UnaryOperator<String> device, boolean once) throws IOException {
        this.device = device;
        this.once = once;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket = data.resolve("ccm.sock");
        server.bind(UnixDomainSocketAddress.of(socket));
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
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
            while (request != null) {
                requests.add(request);
                String answer = device.apply(request);
                for (byte part : answer.getBytes(StandardCharsets.UTF_8)) {
                    client.write(ByteBuffer.wrap(new byte[] {part}));
                }
                if (once && answer.isEmpty()) {
                    return; // gone
                }
                request = lines.readLine();
            }
        }
    }
}
