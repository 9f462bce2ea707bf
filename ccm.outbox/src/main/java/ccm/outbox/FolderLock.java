package ccm.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lock of a folder: a file in it, in which the holder says who it is. */
final class FolderLock {
    static final String NAME = "lock";
    private static final int LONGEST_NAME = 200;

    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

    private final Path file;
    private FileChannel channel; // touched only by the commit thread; null while not ours

    FolderLock(Path folder) {
        this.file = folder.resolve(NAME);
    }

    boolean taken() {
        return channel != null;
    }

    void take() throws IOException {
        if (channel != null) {
            return;
        }
        FileChannel opened =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            lock(opened);
            channel = opened;
        } finally {
            if (channel == null) {
                opened.close();
            }
        }
    }

    void giveBack() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void lock(FileChannel opened) throws IOException {
        FileLock lock;
        try {
            lock = opened.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new FolderHeldException("held by another store of this process");
        }
        if (lock == null) {
            throw new FolderHeldException("held by " + holder());
        }
        sign(opened);
    }

    private static void sign(FileChannel opened) {
        try {
            opened.truncate(0);
            opened.write(ByteBuffer.wrap(self().getBytes(UTF_8)), 0);
        } catch (IOException e) {
            LOG.debug("a full disk takes no name; the lock holds without it", e);
        }
    }

    private static String self() {
        return "process " + ProcessHandle.current().pid();
    }

    private String holder() throws IOException {
        String text = Files.readString(file).strip();
        return text.isEmpty() || text.length() > LONGEST_NAME ? "another process" : text;
    }
}
