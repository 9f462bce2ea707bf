package ccm.outbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A real folder. */
final class FolderDisk implements Disk {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final FolderLock lock;

    FolderDisk(Path folder) {
        this.folder = folder.toAbsolutePath();
        this.lock = new FolderLock(folder);
    }

    @Override
    public void open() throws IOException {
        if (lock.taken()) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, OWNER_ONLY);
            force(folder.getParent());
            force(folder.getParent().getParent());
        }
        lock.take();
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            return List.of(); // a new queue on a disk that takes no folder now
        }
    }

    @Override
    public LogFile file(String name) throws IOException {
        return new ChannelFile(
                FileChannel.open(
                        folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    @Override
    public byte[] content(String name, int limit) throws IOException {
        // not a channel: an interrupt of the calling thread would close it in the middle
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(limit, file.length())];
            file.readFully(bytes);
            return bytes;
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void copy(String from, String to) throws IOException {
        Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void force() throws IOException {
        force(folder);
    }

    private static void force(Path names) throws IOException {
        try (FileChannel channel = FileChannel.open(names, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usable() throws IOException {
        // Files.getFileStore looks for a mount point, which a container or chroot may not show
        return folder.toFile().getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        lock.giveBack();
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private record ChannelFile(FileChannel channel) implements LogFile {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false); // the length of a new file is forced too: its bytes need it
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
