package ccm.parts.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A small file that matters: written aside, forced to disk, then moved over the old one, which
 * stays beside it as the last good copy. Readable by its owner alone.
 */
public final class AtomicFile {
    private final Path file;
    private final Path aside;
    private final Path lastGood;

    public AtomicFile(Path file) {
        this.file = file;
        this.aside = sibling(".new");
        this.lastGood = sibling(".bak");
    }

    /** The file itself. */
    public Path path() {
        return file;
    }

    /** Where the copy before the last write is. */
    public Path lastGood() {
        return lastGood;
    }

    /**
     * Replaces the content. Either all of it is there afterwards, also after a power cut, or none.
     */
    public void write(byte[] content) throws IOException {
        Files.deleteIfExists(aside);
        Files.createFile(
                aside,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        keepLastGood();
        Files.move(
                aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
    }

    /**
     * Moves a file that cannot be read out of the way, for a person to look at; returns its new
     * place.
     */
    public Path setAside() throws IOException {
        Path bad = sibling(".bad-" + System.currentTimeMillis());
        return Files.move(file, bad, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the file and its last good copy. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(lastGood);
        forceFolder();
    }

    private void keepLastGood() throws IOException {
        if (Files.exists(file)) {
            Files.deleteIfExists(lastGood);
            Files.createLink(lastGood, file); // a second name: the move below leaves it alone
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel folder =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private Path sibling(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
