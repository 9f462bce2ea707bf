package ccm.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The folder on the disk. A file that is being written lies aside under a hidden name until it is
 * kept; callers see it under its own name all the while. Links are not followed, and only regular
 * files are files.
 */
final class Folder {
    private static final String ASIDE = ".put-";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> WRITE =
            Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;

    Folder(Path path) {
        this.path = path;
    }

    /** Makes it, for the owner alone. */
    void make() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, OWNER_FOLDER);
        }
    }

    /** Names and sizes, as callers see them. */
    SortedMap<String, Long> sizes() throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        SortedMap<String, Long> aside = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean hidden = name.startsWith(ASIDE);
                String shown = hidden ? name.substring(ASIDE.length()) : name;
                Optional<BasicFileAttributes> file = file(entry);
                if (FileName.isGood(shown) && file.isPresent()) {
                    (hidden ? aside : sizes).put(shown, file.get().size());
                }
            }
        } catch (NoSuchFileException e) {
            return sizes; // nothing was ever put
        }
        sizes.putAll(aside);
        return sizes;
    }

    /** What there is of a file; empty when there is none. */
    Optional<BasicFileAttributes> look(FileName name) throws IOException {
        return file(current(name));
    }

    /** True while it is being written. */
    boolean isAside(FileName name) throws IOException {
        return file(aside(name)).isPresent();
    }

    /** All of it, through one opening, so that what was checked is what is returned. */
    byte[] read(FileName name, int max) throws IOException {
        try (FileChannel channel = FileChannel.open(current(name), READ)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), max));
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // until it is full or the file ends
            }
            byte[] bytes = new byte[content.position()];
            content.flip().get(bytes);
            return bytes;
        }
    }

    /** Starts it anew, aside; what is kept stays for now. */
    void begin(FileName name) throws IOException {
        make();
        if (Files.exists(plain(name), LinkOption.NOFOLLOW_LINKS) && file(plain(name)).isEmpty()) {
            throw new FileNotFoundException(plain(name) + ": is no regular file");
        }
        Files.deleteIfExists(aside(name));
        Files.createFile(aside(name), OWNER_FILE);
    }

    /** Goes on with it, aside. */
    void resume(FileName name, int max) throws IOException {
        if (!isAside(name)) {
            byte[] content = read(name, max);
            begin(name);
            write(name, 0, content);
        }
    }

    /** Puts bytes into what lies aside. */
    void write(FileName name, long offset, byte[] data) throws IOException {
        try (FileChannel channel = FileChannel.open(aside(name), WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(data);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        }
    }

    /** What lies aside takes its place, at once and for good. */
    void keep(FileName name) throws IOException {
        try (FileChannel channel = FileChannel.open(aside(name), WRITE)) {
            channel.force(true);
        }
        move(aside(name), plain(name));
    }

    /** Removes it, whole and what lies aside; false when there was none. */
    boolean remove(FileName name) throws IOException {
        boolean there = look(name).isPresent();
        if (there) {
            Files.deleteIfExists(aside(name));
            if (file(plain(name)).isPresent()) {
                Files.delete(plain(name));
            }
            forceFolder();
        }
        return there;
    }

    /** Gives it another name, over a file that has that name. */
    void rename(FileName from, FileName to) throws IOException {
        if (isAside(from)) {
            keep(from);
        }
        Files.deleteIfExists(aside(to));
        move(plain(from), plain(to));
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private void move(Path from, Path to) throws IOException {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS) && file(to).isEmpty()) {
            throw new FileNotFoundException(to + ": is no regular file");
        }
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(to + ": cannot be replaced at once", e);
        }
        forceFolder();
    }

    private void forceFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private Path current(FileName name) throws IOException {
        return isAside(name) ? aside(name) : plain(name);
    }

    private Path plain(FileName name) {
        return path.resolve(name.text());
    }

    private Path aside(FileName name) {
        return path.resolve(ASIDE + name.text());
    }

    private static Optional<BasicFileAttributes> file(Path entry) throws IOException {
        try {
            return Optional.of(
                            Files.readAttributes(
                                    entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
