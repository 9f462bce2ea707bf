package ccm.ota;

import ccm.parts.files.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** All that is written to the disk while the host is updated, but for downloads. */
class Disk {
    /** Replaces a small file, forced. */
    void replace(AtomicFile file, byte[] content) throws IOException {
        file.write(content);
    }

    /** Writes a new file, forced. */
    void create(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            append(channel, ByteBuffer.wrap(content));
            force(channel);
        }
    }

    /** Writes all of it. */
    void append(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Makes sure that it is on the disk. */
    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }
}
