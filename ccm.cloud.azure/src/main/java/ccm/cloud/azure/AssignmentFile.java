package ccm.cloud.azure;

import ccm.parts.files.AtomicFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the last assignment, so that a restart goes straight to the hub. */
final class AssignmentFile {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicFile file;

    AssignmentFile(Path file) {
        this.file = new AtomicFile(file);
    }

    /** The one for this registration; empty when there is none, or none that can be read. */
    Optional<Assignment> read(String scope, String registration) {
        if (!Files.exists(file.path())) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file.path()));
            Assignment kept =
                    new Assignment(
                            tree.path("scope").asText(""),
                            tree.path("registration").asText(""),
                            tree.path("hub").asText(""),
                            tree.path("device").asText(""));
            boolean ours = kept.scope().equals(scope) && kept.registration().equals(registration);
            return ours && HubName.valid(kept.hub()) && DeviceName.fault(kept.device()).isEmpty()
                    ? Optional.of(kept)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warn("azure: {}: cannot be read, so we register anew", file.path(), e);
            return Optional.empty();
        }
    }

    /** Keeps it; without that we register at every start. */
    void write(Assignment assignment) {
        try {
            Files.createDirectories(file.path().toAbsolutePath().getParent());
            file.write(
                    JSON.writeValueAsBytes(
                            JSON.createObjectNode()
                                    .put("scope", assignment.scope())
                                    .put("registration", assignment.registration())
                                    .put("hub", assignment.hub())
                                    .put("device", assignment.device())));
        } catch (IOException e) {
            LOG.warn("azure: {}: cannot be written. is the disk full?", file.path(), e);
        }
    }
}
