package ccm.core.config;

import ccm.parts.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The random key of this device, in a file that its owner alone can read; made at first need. */
final class DeviceKey {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceKey.class);
    private static final int BYTES = 32;

    private final AtomicFile file;
    private byte[] key = new byte[0]; // empty until it was read or made

    DeviceKey(Path file) {
        this.file = new AtomicFile(file);
    }

    /** The key; empty when there is none, or what is there is no key. */
    synchronized Optional<byte[]> load() {
        if (key.length == 0) {
            read().ifPresent(found -> key = found);
        }
        return key.length == 0 ? Optional.empty() : Optional.of(key.clone());
    }

    /**
     * The key; a new one when there is none.
     *
     * @throws IOException it cannot be stored
     */
    synchronized byte[] make() throws IOException {
        if (load().isEmpty()) {
            if (Files.exists(file.path())) {
                Path bad = file.setAside();
                LOG.error(
                        "{}: not a key of {} bytes, set aside as {}. Secrets sealed with it have to be set again.",
                        file.path(),
                        BYTES,
                        bad);
            }
            byte[] made = new byte[BYTES];
            new SecureRandom().nextBytes(made);
            file.write(made);
            key = made;
            LOG.info("{}: made the key that seals the secrets of this device", file.path());
        }
        return key.clone();
    }

    private Optional<byte[]> read() {
        try {
            byte[] found = Files.exists(file.path()) ? bytes() : new byte[0];
            return found.length == BYTES ? Optional.of(found) : Optional.empty();
        } catch (IOException e) {
            LOG.error("{}: cannot be read ({}). Is it ours to read?", file.path(), e.toString());
            return Optional.empty();
        }
    }

    private byte[] bytes() throws IOException {
        try (var in = Files.newInputStream(file.path())) {
            return in.readNBytes(BYTES + 1); // one more tells that it is something else
        }
    }
}
