package ccm.ota;

import ccm.parts.files.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A disk that is full at one write, or from there on; half of what it was given is on it then. */
final class SmallDisk extends Disk {
    private int writes;
    private int fullAt = Integer.MAX_VALUE;
    private boolean stays;

    /** How often it was written to. */
    synchronized int writes() {
        return writes;
    }

    /** The write that fails, counted from now with 1. */
    synchronized void fullAt(int write, boolean forGood) {
        writes = 0;
        fullAt = write;
        stays = forGood;
    }

    /** Somebody removes a file. */
    synchronized void makeRoom() {
        fullAt = Integer.MAX_VALUE;
    }

    /** True when a write has failed. */
    synchronized boolean wasFull() {
        return writes >= fullAt;
    }

    @Override
    void replace(AtomicFile file, byte[] content) throws IOException {
        if (isFull()) {
            Files.write(Path.of(file.path() + ".new"), half(content));
            throw full();
        }
        super.replace(file, content);
    }

    @Override
    void create(Path file, byte[] content) throws IOException {
        if (isFull()) {
            Files.write(file, half(content));
            throw full();
        }
        super.create(file, content);
    }

    @Override
    void append(FileChannel channel, ByteBuffer bytes) throws IOException {
        if (isFull()) {
            channel.write(bytes.limit(bytes.limit() - bytes.remaining() / 2));
            throw full();
        }
        super.append(channel, bytes);
    }

    @Override
    void force(FileChannel channel) throws IOException {
        if (isFull()) {
            throw full();
        }
        super.force(channel);
    }

    private synchronized boolean isFull() {
        writes++;
        return stays ? writes >= fullAt : writes == fullAt;
    }

    private static byte[] half(byte[] content) {
        return Arrays.copyOf(content, content.length / 2);
    }

    private static IOException full() {
        return new IOException("No space left on device");
    }
}
