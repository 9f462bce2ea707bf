package ccm.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the framework remembers its bundles between two starts. It is made again whenever it was
 * made from other jars or by another Java: stale wiring is worse than a slower start.
 */
final class BundleCache implements AutoCloseable {
    private final Path root;
    private final boolean temporary;
    private boolean reused;

    private BundleCache(Path root, boolean temporary) {
        this.root = root;
        this.temporary = temporary;
    }

    /** The lasting one of a data folder; a temporary one when the folder cannot be written. */
    static BundleCache of(DataFolder data, String buildId) throws LaunchException {
        if (data.trouble().isPresent()) {
            return temporary();
        }
        BundleCache kept = new BundleCache(data.path().resolve("cache"), false);
        try {
            kept.reused = kept.isMadeFrom(buildId);
            if (!kept.reused) {
                kept.make(buildId);
            }
            return kept;
        } catch (IOException e) {
            return temporary(); // no room, perhaps; it only makes starting faster
        }
    }

    /** True when it holds what an earlier start left. */
    boolean reused() {
        return reused;
    }

    /** Forgets everything, because what was remembered does not work. */
    void wipe() throws IOException {
        delete(folder());
        reused = false;
    }

    /** What the framework is given. */
    Path folder() {
        return root.resolve("bundles");
    }

    private static BundleCache temporary() throws LaunchException {
        try {
            return new BundleCache(Files.createTempDirectory("ccm-cache-"), true);
        } catch (IOException e) {
            throw new LaunchException(
                    System.getProperty("java.io.tmpdir")
                            + ": neither the data folder nor this one can be written ("
                            + e.getMessage()
                            + "). Make room or mount one of them writable",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            delete(root);
        }
    }

    private boolean isMadeFrom(String buildId) throws IOException {
        return Files.exists(stamp()) && Files.readString(stamp()).equals(buildId);
    }

    private void make(String buildId) throws IOException {
        delete(root);
        Files.createDirectories(folder());
        Files.writeString(stamp(), buildId);
    }

    private Path stamp() {
        return root.resolve("made-from");
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(root)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
