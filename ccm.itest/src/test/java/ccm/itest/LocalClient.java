package ccm.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Calls over a gateway's local socket, one connection a call. */
final class LocalClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;

    LocalClient(Path socket) {
        this.socket = socket;
    }

    /** Calls without waiting for an answer, which may never come; until the channel is closed. */
    SocketChannel begin(String method, String params) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        channel.write(ByteBuffer.wrap(frame(method, params).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    /** All that came to a call that was begun, of a gateway that has ended; empty for nothing. */
    static Optional<JsonNode> end(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(1024);
        try {
            while (channel.read(piece.clear()) > 0) {
                all.write(piece.array(), 0, piece.position());
            }
        } catch (SocketException e) {
            return Optional.empty(); // it died before it read the call
        }
        for (String line : all.toString(StandardCharsets.UTF_8).split("(?<=\n)")) {
            if (line.endsWith("\n") && JSON.readTree(line).has("id")) {
                return Optional.of(JSON.readTree(line));
            }
        }
        return Optional.empty();
    }

    /** The whole frame that answers. */
    JsonNode call(String method, String params) throws IOException {
        String frame = frame(method, params);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            JsonNode answer = JSON.readTree(line(channel, selector));
            while (!answer.has("id")) {
                answer = JSON.readTree(line(channel, selector));
            }
            return answer;
        }
    }

    private static String frame(String method, String params) {
        return "{\"id\":1,\"method\":\""
                + method
                + "\""
                + (params.isEmpty() ? "" : ",\"params\":" + params)
                + "}\n";
    }

    private static byte[] line(SocketChannel channel, Selector selector) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1); // so that nothing behind the line is swallowed
        while (System.nanoTime() < end) {
            selector.select(PATIENCE.toMillis());
            selector.selectedKeys().clear();
            int count = channel.read(one.clear());
            for (; count == 1; count = channel.read(one.clear())) {
                byte next = one.get(0);
                if (next == '\n' && line.size() > 0) {
                    return line.toByteArray();
                }
                line.write(next);
            }
            if (count < 0) {
                throw new EOFException("the gateway closed the connection");
            }
        }
        throw new EOFException("no answer within " + PATIENCE.toSeconds() + " s");
    }
}
