package ccm.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The place where clients find the gateway: a socket in the file system, for its owner alone.
 *
 * @param path at most 107 bytes long, the limit of {@code sun_path} in unix(7)
 */
record SocketFile(Path path) {
    private static final int LONGEST = 107;

    /** Begins to listen; a file that a killed gateway left behind is removed first. */
    ServerSocketChannel listen() throws IOException {
        checkLength();
        removeStale();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    path
                            + ": cannot listen ("
                            + e.getMessage()
                            + "). Can its folder be written? Another place is set with local.path",
                    e);
        }
    }

    private void checkLength() throws IOException {
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST) {
            throw new IOException(
                    path
                            + ": "
                            + bytes
                            + " bytes long, a socket's path has at most "
                            + LONGEST
                            + ". Set a shorter one with local.path");
        }
    }

    private void removeStale() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(
                    path + ": not a socket but something of yours. Move it, or set local.path");
        }
        if (answers()) {
            throw new IOException(
                    path + ": another program answers there. Stop it, or set local.path");
        }
        Files.delete(path);
    }

    private boolean answers() {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false; // refused: nobody listens any more
        }
    }
}
