package ccm.cloud.aws;

import ccm.parts.files.AtomicFile;
import ccm.parts.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the job under way is kept: {@code job.json} of the folder {@code aws}. */
final class JobFile {
    private static final Logger LOG = LoggerFactory.getLogger(JobFile.class);

    private final Path path;

    JobFile(Path folder) {
        path = folder.resolve("job.json");
    }

    Optional<Job> read() {
        try {
            return Files.exists(path)
                    ? Json.readObject(Files.readAllBytes(path)).map(Job::read)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{}: cannot be read. the job is asked for again", path, e);
            return Optional.empty();
        }
    }

    /** Keeps it; one that cannot be kept goes on without. */
    void write(Job job) {
        try {
            Files.createDirectories(path.getParent());
            new AtomicFile(path).write(Json.bytes(job.saved()));
        } catch (IOException e) {
            LOG.warn("{}: cannot be written. a restart now would repeat the job", path, e);
        }
    }

    void delete() {
        try {
            if (Files.exists(path)) {
                new AtomicFile(path).delete();
            }
        } catch (IOException e) {
            LOG.warn("{}: cannot be deleted. its job is over", path, e);
        }
    }
}
