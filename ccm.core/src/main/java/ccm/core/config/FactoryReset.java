package ccm.core.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Decides that the data folder goes back to what the vendor made of it. A marker on disk is what
 * decides: a power cut before it leaves everything. The launcher does what was decided at the next
 * start, before any bundle has opened its data.
 */
final class FactoryReset {
    private final Path folder;
    private final Path marker;

    FactoryReset(Path folder) {
        this.folder = folder;
        this.marker = folder.resolve("factory-reset");
    }

    /** Decides for it. */
    void commit(String by) throws IOException {
        Files.write(
                marker,
                by.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** True when it was decided, and the start that finishes it is to come. */
    boolean decided() {
        return Files.isRegularFile(marker);
    }
}
