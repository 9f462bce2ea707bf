package ccm.core.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the folder of the layers back to what the vendor made of it. A marker on disk is what
 * decides: a power cut before it leaves everything, one after it has the next start finish.
 */
final class FactoryReset {
    private static final Logger LOG = LoggerFactory.getLogger(FactoryReset.class);
    private static final Pattern KEPT =
            Pattern.compile("(conf[1-8]\\.json|device\\.key)(\\.bak)?|factory-reset");

    private final Path folder;
    private final Path marker;

    FactoryReset(Path folder) {
        this.folder = folder;
        this.marker = folder.resolve("factory-reset");
    }

    /** Decides for it. */
    void commit() throws IOException {
        Files.writeString(marker, "", StandardOpenOption.CREATE, StandardOpenOption.DSYNC);
        forceFolder();
    }

    /** Does what was decided, now or before a power cut; nothing when nothing was. */
    void finish() {
        if (!Files.exists(marker)) {
            return;
        }
        try {
            for (Path file : files()) {
                if (!KEPT.matcher(folder.relativize(file).toString()).matches()) {
                    Files.delete(file);
                }
            }
            forceFolder();
            Files.delete(marker);
            forceFolder();
            LOG.warn("{}: reset to what the vendor made of it", folder);
        } catch (IOException e) {
            LOG.error(
                    "{}: cannot be reset wholly ({}). Tried again at the next start; is the folder"
                            + " ours to write?",
                    folder,
                    LayerFile.reason(e));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
