package ccm.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of everything that outlives the process: ours alone, and one gateway's at a time.
 *
 * <p>One that cannot be written is still served from: then there is no lock, and {@link #trouble}
 * says why.
 */
final class DataFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");
    private static final int LONGEST_PID = 20;

    private final Path path;
    private final Optional<FileChannel> lock;
    private final Optional<String> trouble;

    private DataFolder(Path path, Optional<FileChannel> lock, Optional<String> trouble) {
        this.path = path;
        this.lock = lock;
        this.trouble = trouble;
    }

    static DataFolder open(Path path) throws LaunchException {
        make(path);
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            return new DataFolder(path, Optional.empty(), Optional.of(cause(e)));
        }
        return take(path, channel);
    }

    Path path() {
        return path;
    }

    /** Why nothing can be written; absent when all is well. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Lets the next gateway in. The file stays: removing it would let two in. */
    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }

    private static void make(Path path) throws LaunchException {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                    .equals(OWNER_ONLY)) {
                closeToOthers(path);
            }
        } catch (IOException e) {
            throw new LaunchException(
                    path + ": cannot be made (" + cause(e) + "). Give another with --data DIR", e);
        }
    }

    private static void closeToOthers(Path path) throws IOException {
        try {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        } catch (FileSystemException e) {
            if (Files.isWritable(path)) {
                throw e; // not ours: whoever owns it could read our keys
            }
        }
    }

    private static DataFolder take(Path path, FileChannel channel) throws LaunchException {
        try {
            FileLock held = tryLock(channel);
            if (held == null) {
                String pid = readPid(channel);
                channel.close();
                throw new LaunchException(
                        path
                                + ": in use by another gateway (pid "
                                + pid
                                + "). Stop it, or give another folder with --data DIR");
            }
            return new DataFolder(path, Optional.of(channel), writePid(channel));
        } catch (IOException e) {
            throw new LaunchException(
                    path + ": cannot be locked (" + cause(e) + "). Give another with --data DIR",
                    e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another gateway in this very process
        }
    }

    private static Optional<String> writePid(FileChannel channel) {
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(cause(e)); // the disk is full, but the lock holds
        }
    }

    private static String readPid(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(LONGEST_PID);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).trim();
        return text.isEmpty() ? "unknown" : text;
    }

    private static String cause(IOException e) {
        if (e instanceof FileSystemException fault && fault.getReason() != null) {
            return fault.getReason();
        }
        return e instanceof AccessDeniedException
                ? "permission denied"
                : String.valueOf(e.getMessage());
    }
}
