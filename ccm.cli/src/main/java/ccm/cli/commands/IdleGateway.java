package ccm.cli.commands;

import ccm.cli.line.FailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The data folder of a gateway that is not running; none starts in it until this is closed. */
final class IdleGateway implements AutoCloseable {
    private final Path data;
    private final FileChannel lock;

    private IdleGateway(Path data, FileChannel lock) {
        this.data = data;
        this.lock = lock;
    }

    /** Takes it; empty when a gateway runs there, there was none ever, or it is not ours. */
    static Optional<IdleGateway> of(Path data) throws FailedException {
        Path file = data.resolve("lock");
        if (!Files.isWritable(file) || !Files.isDirectory(data.resolve("config"))) {
            return Optional.empty();
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock taken = channel.tryLock();
            if (taken == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new IdleGateway(data, channel));
        } catch (IOException e) {
            throw new FailedException(file + ": cannot be locked: " + e.getMessage(), e);
        }
    }

    /** What errors call it. */
    String name() {
        return data.toString();
    }

    /** Has the next start begin with a reset. */
    void decideReset() throws FailedException {
        Path config = data.resolve("config");
        try (FileChannel folder = FileChannel.open(config, StandardOpenOption.READ)) {
            Files.writeString(
                    config.resolve("factory-reset"),
                    "ccm factory-reset",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC);
            folder.force(true);
        } catch (IOException e) {
            throw new FailedException(
                    config
                            + ": cannot be written ("
                            + e.getMessage()
                            + "). Is it yours? The user of the gateway may reset it",
                    e);
        }
    }

    @Override
    public void close() throws FailedException {
        try {
            lock.close();
        } catch (IOException e) {
            throw new FailedException(data + "/lock: cannot be let go: " + e.getMessage(), e);
        }
    }
}
