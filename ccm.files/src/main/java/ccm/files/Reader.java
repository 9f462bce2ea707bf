package ccm.files;

import ccm.api.rpc.RpcException;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads files in parts, none of a secret. The whole file is read and checked before the first part
 * goes out, and the following parts come from those very bytes for as long as the file on the disk
 * is the same. Touched by the thread of {@link FileStore} alone.
 */
final class Reader {
    private static final long FRESH_NANOS = 5_000_000_000L;

    private final Folder folder;
    private final SecretNames names;
    private final int max;
    private Optional<Checked> last = Optional.empty();

    /**
     * One part of a file.
     *
     * @param left how many bytes come behind it
     */
    record Part(byte[] data, int left) {}

    private record Checked(FileName name, Object key, FileTime time, long read, byte[] content) {
        boolean isStill(FileName wanted, BasicFileAttributes now) {
            return name.equals(wanted)
                    && System.nanoTime() - read < FRESH_NANOS
                    && content.length == now.size()
                    && time.equals(now.lastModifiedTime())
                    && String.valueOf(key).equals(String.valueOf(now.fileKey()));
        }
    }

    /**
     * Makes one.
     *
     * @param max bytes of the largest file
     */
    Reader(Folder folder, SecretNames names, int max) {
        this.folder = folder;
        this.names = names;
        this.max = max;
    }

    /** Reads from an offset on. */
    Part read(String method, FileName name, int offset, int length)
            throws IOException, RpcException {
        byte[] content = content(method, name);
        if (offset > content.length) {
            throw new Refusal(method).badRequest("illegal offset");
        }
        int end = (int) Math.min((long) offset + length, content.length);
        if (end == content.length) {
            forget();
        }
        return new Part(Arrays.copyOfRange(content, offset, end), content.length - end);
    }

    /** What makes the file a secret; empty when everybody may read it. */
    Optional<String> secret(FileName name) throws IOException {
        Optional<String> setting = settingFor(name);
        return setting.isPresent() ? setting : SecretContent.in(folder.read(name, max));
    }

    /** Which setting makes the file a secret, whatever it holds. */
    Optional<String> settingFor(FileName name) {
        return names.settingFor(name).map(path -> "is the file that " + path + " names");
    }

    /** Lets go of what was read last. */
    void forget() {
        last = Optional.empty();
    }

    private byte[] content(String method, FileName name) throws IOException, RpcException {
        Refusal refusal = new Refusal(method);
        BasicFileAttributes now = folder.look(name).orElseThrow(() -> refusal.noFile(name));
        if (last.isPresent() && last.get().isStill(name, now)) {
            return last.get().content();
        }
        forget();
        if (now.size() > max) {
            throw RpcException.limit(
                    method + ": " + name + " has " + now.size() + " bytes, fs.max_file is " + max);
        }
        byte[] content = folder.read(name, max);
        Optional<String> secret = settingFor(name).or(() -> SecretContent.in(content));
        if (secret.isPresent()) {
            throw refusal.secret(name, secret.get());
        }
        last =
                Optional.of(
                        new Checked(
                                name,
                                now.fileKey(),
                                now.lastModifiedTime(),
                                System.nanoTime(),
                                content));
        return content;
    }
}
