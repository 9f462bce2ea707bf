package ccm.cli.transports;

import ccm.cli.line.FailedException;
import ccm.cli.rpc.Deadline;
import ccm.cli.rpc.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Lines over a stream socket: the local socket of a gateway on this machine, or plain TCP. */
final class LineTransport implements Transport {
    private static final int READ_BYTES = 65_536;

    private final String name;
    private final SocketChannel channel;
    private final Selector selector;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteBuffer read = ByteBuffer.allocate(READ_BYTES).limit(0);

    private LineTransport(String name, SocketChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    static LineTransport open(Path socket) throws FailedException {
        try {
            SocketAddress address = UnixDomainSocketAddress.of(socket);
            return new LineTransport(socket.toString(), SocketChannel.open(address));
        } catch (IOException | IllegalArgumentException e) {
            throw new FailedException(
                    socket
                            + ": no gateway answers there ("
                            + e.getMessage()
                            + "). Start one with: ./ccm run, or name another with --data DIR or"
                            + " --port ADDRESS",
                    e);
        }
    }

    /** Over TCP, as some devices and serial servers offer it. */
    static LineTransport open(String name, InetSocketAddress address, Deadline deadline)
            throws FailedException {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.socket().connect(address, (int) Math.max(1, deadline.left()));
            return new LineTransport(name, channel);
        } catch (IOException | RuntimeException e) { // a name that is not found is the second
            throw Failures.connecting(name, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(String frame, Deadline deadline) throws FailedException {
        ByteBuffer bytes = ByteBuffer.wrap((frame + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    awaitRoom(deadline);
                }
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public Optional<String> receive(Deadline deadline) throws FailedException {
        line.reset();
        try {
            while (true) {
                while (read.hasRemaining()) {
                    byte next = read.get();
                    if (next == '\n') {
                        return Optional.of(text());
                    }
                    line.write(next);
                }
                if (!fill(deadline)) {
                    return Optional.empty();
                }
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public void close() {
        try (selector;
                channel) {
            read.limit(0);
        } catch (IOException e) {
            line.reset(); // the answer is here already, or the failure has been told
        }
    }

    /** The line; devices with a console put their frames between quotes. */
    private String text() {
        return line.toString(StandardCharsets.UTF_8).replace("\"\"\"", "");
    }

    private boolean fill(Deadline deadline) throws IOException {
        if (deadline.passed() || selector.select(Math.max(1, deadline.left())) == 0) {
            return false;
        }
        selector.selectedKeys().clear();
        if (channel.read(read.clear()) < 0) {
            read.limit(0);
            throw new IOException("it closed the connection");
        }
        read.flip();
        return true;
    }

    private void awaitRoom(Deadline deadline) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        key.interestOps(SelectionKey.OP_WRITE);
        int ready = selector.select(Math.max(1, deadline.left()));
        selector.selectedKeys().clear();
        key.interestOps(SelectionKey.OP_READ);
        if (ready == 0 && deadline.passed()) {
            throw new IOException("it takes nothing");
        }
    }

    private FailedException gone(IOException cause) {
        return new FailedException(
                name + ": the gateway went away (" + cause.getMessage() + ")", cause);
    }
}
