package ccm.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A connection to the running gateway; one JSON frame a line, in both directions. */
final class GatewaySocket implements AutoCloseable {
    private static final int READ_BYTES = 65_536;

    private final Path path;
    private final SocketChannel channel;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteBuffer read = ByteBuffer.allocate(READ_BYTES).limit(0);

    private GatewaySocket(Path path, SocketChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static GatewaySocket open(Path path) throws CallFailedException {
        try {
            return new GatewaySocket(path, SocketChannel.open(UnixDomainSocketAddress.of(path)));
        } catch (IOException | IllegalArgumentException e) {
            throw new CallFailedException(
                    path
                            + ": no gateway answers there ("
                            + e.getMessage()
                            + "). Start one with: ./ccm run",
                    e);
        }
    }

    /** Sends a call and waits for its answer; frames that answer something else are skipped. */
    Answer call(byte[] request, Duration timeout, String method) throws CallFailedException {
        long end = System.nanoTime() + timeout.toNanos();
        try (Selector selector = Selector.open()) {
            write(request);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            Optional<Answer> answer = Optional.empty();
            while (answer.isEmpty()) {
                answer = next(selector, end, method, timeout).filter(Answer::isOurs);
            }
            return answer.get();
        } catch (IOException e) {
            throw new CallFailedException(
                    method + ": the gateway went away (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the answer is here already, or the failure has been told
            line.reset();
        }
    }

    private void write(byte[] request) throws IOException {
        ByteBuffer[] frame = {ByteBuffer.wrap(request), ByteBuffer.wrap(new byte[] {'\n'})};
        while (frame[1].hasRemaining()) {
            channel.write(frame);
        }
    }

    private Optional<Answer> next(Selector selector, long end, String method, Duration timeout)
            throws IOException, CallFailedException {
        line.reset();
        while (true) {
            while (read.hasRemaining()) {
                byte next = read.get();
                if (next == '\n') {
                    return parsed(line.toString(StandardCharsets.UTF_8));
                }
                line.write(next);
            }
            fill(selector, end, method, timeout);
        }
    }

    private void fill(Selector selector, long end, String method, Duration timeout)
            throws IOException, CallFailedException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || selector.select(left) == 0) {
            throw new CallFailedException(
                    method
                            + ": no answer from "
                            + path
                            + " within "
                            + timeout.toMillis() / 1000.0
                            + " s. Give it longer with --timeout S");
        }
        selector.selectedKeys().clear();
        if (channel.read(read.clear()) < 0) {
            throw new IOException("it closed the connection");
        }
        read.flip();
    }

    private static Optional<Answer> parsed(String frame) {
        try {
            return Optional.of(Answer.of(frame));
        } catch (IOException e) {
            return Optional.empty(); // not for us to judge
        }
    }
}
