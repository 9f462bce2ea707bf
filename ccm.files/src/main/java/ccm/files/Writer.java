package ccm.files;

import ccm.api.rpc.RpcException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Writes files in parts, as they come. What is being written lies aside and takes its place when it
 * is whole, so that a certificate of which half came never replaces a good one. Touched by the
 * thread of {@link FileStore} alone.
 */
final class Writer {
    /** The parts that the original's tool sends. A smaller one is the last of its file. */
    static final int USUAL_PART = 512;

    private final Folder folder;
    private final Reader reader;
    private final Limits limits;

    /**
     * How much there may be.
     *
     * @param file bytes of one file
     * @param bytes of all files
     * @param files how many
     */
    record Limits(int file, long bytes, int files) {}

    /**
     * One part of a file.
     *
     * @param offset where it begins; negative for "behind what is there" or "from the start"
     * @param append says which of the two
     */
    record Part(int offset, boolean append, byte[] data) {
        long begin(long size) {
            return offset >= 0 ? offset : append ? size : 0;
        }
    }

    Writer(Folder folder, Reader reader, Limits limits) {
        this.folder = folder;
        this.reader = reader;
        this.limits = limits;
    }

    /** Writes one part; true when the file is whole now, as far as can be told. */
    boolean write(String method, FileName name, Part part) throws IOException, RpcException {
        SortedMap<String, Long> sizes = folder.sizes();
        long size = sizes.getOrDefault(name.text(), 0L);
        long begin = part.begin(size);
        if (begin > size) {
            throw new Refusal(method).badRequest("illegal offset");
        }
        long end = Math.max(begin == 0 ? 0 : size, begin + part.data().length);
        checkLimits(method, name, end, sizes);
        if (begin == 0) {
            folder.begin(name);
        } else {
            checkUnchanged(method, name, (int) begin, part.data());
            folder.resume(name, limits.file());
        }
        folder.write(name, begin, part.data());
        if (part.data().length < USUAL_PART
                || Shape.of(folder.read(name, limits.file())) == Shape.WHOLE) {
            folder.keep(name);
            return true;
        }
        return false;
    }

    /**
     * Nothing has come for a while: what lies aside takes its place, unless it is broken off.
     *
     * @return false when it is
     */
    boolean settle(FileName name) throws IOException {
        if (!folder.isAside(name)) {
            return true;
        }
        if (Shape.of(folder.read(name, limits.file())) == Shape.BROKEN_OFF) {
            return false;
        }
        folder.keep(name);
        return true;
    }

    /**
     * Whoever writes into the middle of a secret could make it look like none. A part that was sent
     * twice changes nothing, and is let through.
     */
    private void checkUnchanged(String method, FileName name, int begin, byte[] data)
            throws IOException, RpcException {
        byte[] there = folder.read(name, limits.file());
        int end = Math.min(begin + data.length, there.length);
        if (Arrays.equals(there, begin, end, data, 0, end - begin)) {
            return;
        }
        Optional<String> secret = reader.secret(name);
        if (secret.isPresent()) {
            throw new Refusal(method).secret(name, secret.get() + " and is changed in its middle");
        }
    }

    private void checkLimits(String method, FileName name, long size, SortedMap<String, Long> sizes)
            throws RpcException {
        boolean present = sizes.containsKey(name.text());
        long others =
                sizes.values().stream().mapToLong(Long::longValue).sum()
                        - sizes.getOrDefault(name.text(), 0L);
        if (size > limits.file()) {
            throw full(
                    method,
                    name + " would have " + size + " bytes, fs.max_file is " + limits.file());
        }
        if (others + size > limits.bytes()) {
            throw full(
                    method,
                    "all files would have "
                            + (others + size)
                            + " bytes, fs.max_bytes is "
                            + limits.bytes());
        }
        if (!present && sizes.size() >= limits.files()) {
            throw full(
                    method, sizes.size() + " files are there, fs.max_files is " + limits.files());
        }
    }

    private static RpcException full(String method, String what) {
        return RpcException.limit(method + ": " + what + ". Remove what is not needed");
    }
}
