package ccm.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client of the local socket, as a program would be. */
final class Client implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader lines;

    Client(Path path) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        InputStream in = Channels.newInputStream(channel);
        lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** The next line, {@code null} at the end. */
    String line() throws IOException {
        return lines.readLine();
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
