package ccm.sim.host;

import ccm.parts.pty.Pty;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The host's line on a new pseudo-terminal, with a stable name for it if one is wanted. */
public final class PtyLine implements HostLine {
    private final Pty pty;
    private final Optional<Path> link;

    /**
     * Makes one.
     *
     * @param link a symbolic link to make to the device; an old one there is replaced
     */
    public PtyLine(Optional<Path> link) throws IOException {
        this.pty = new Pty();
        this.link = link;
        if (link.isPresent()) {
            try {
                point(link.get());
            } catch (IOException e) {
                pty.close();
                throw e;
            }
        }
    }

    /** What a gateway opens. */
    public String device() {
        return pty.device();
    }

    /** Bits per second that the gateway has set. */
    public int baud() {
        return pty.baud();
    }

    @Override
    public int read(byte[] into) throws IOException {
        return pty.read(into);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        pty.write(bytes);
    }

    @Override
    public void close() throws IOException {
        if (link.isPresent() && pointsHere(link.get())) {
            Files.delete(link.get());
        }
        pty.close();
    }

    private void point(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path)) {
            throw new FileAlreadyExistsException(
                    path + ": is not a symbolic link, left alone. Choose another path.");
        }
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, Path.of(pty.device()));
    }

    private boolean pointsHere(Path path) throws IOException {
        return Files.isSymbolicLink(path)
                && Files.readSymbolicLink(path).equals(Path.of(pty.device()));
    }
}
