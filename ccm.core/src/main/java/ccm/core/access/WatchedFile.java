package ccm.core.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a small file says, read anew when it has changed. Looks at the file once a second at most.
 * Safe for use by many threads.
 */
final class WatchedFile<T> {
    private static final int MAX_BYTES = 1 << 16;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final Optional<T> absent;
    private final Reader<T> reader;
    private final LongSupplier clock;
    private Stamp stamp = Stamp.NONE; // guarded by this, as all that follows
    private T said; // null while the file is unusable
    private IOException reason; // null while it is usable
    private long looked;

    /** Makes something of the file's content. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] content) throws IOException;
    }

    private record Stamp(long modified, long size) {
        static final Stamp NONE = new Stamp(-1, -1);
    }

    /**
     * Makes one.
     *
     * @param absent what counts while there is no such file; empty when that is an error
     */
    WatchedFile(Path path, Optional<T> absent, Reader<T> reader, LongSupplier clock) {
        this.path = path;
        this.absent = absent;
        this.reader = reader;
        this.clock = clock;
        this.looked = clock.getAsLong() - LOOK_NANOS;
    }

    /**
     * What the file says now.
     *
     * @throws IOException it cannot be read, or makes no sense
     */
    synchronized T get() throws IOException {
        long now = clock.getAsLong();
        if (now - looked >= LOOK_NANOS) {
            looked = now;
            look();
        }
        if (reason != null) {
            throw reason;
        }
        return said;
    }

    /** The file was changed by us: look at once. */
    synchronized void forget() {
        looked = clock.getAsLong() - LOOK_NANOS;
        stamp = Stamp.NONE;
    }

    private void look() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            Stamp now = new Stamp(found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size());
            if (!now.equals(stamp)) {
                stamp = now;
                said = reader.read(content());
                reason = null;
            }
        } catch (NoSuchFileException e) {
            stamp = Stamp.NONE;
            said = absent.orElse(null);
            reason = absent.isPresent() ? null : new IOException(path + ": no such file", e);
        } catch (IOException e) {
            if (e instanceof FileSystemException) {
                stamp = Stamp.NONE; // may be readable later without having changed
            }
            said = null;
            reason = new IOException(path + ": " + words(e), e);
        }
    }

    private byte[] content() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("longer than " + MAX_BYTES + " bytes");
            }
            return content;
        }
    }

    private static String words(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }
}
