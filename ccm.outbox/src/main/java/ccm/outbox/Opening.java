package ccm.outbox;

import ccm.api.outbox.OutboxException;
import ccm.api.outbox.OutboxException.Kind;
import java.io.IOException;
import java.util.Optional;

/**
 * A folder that was opened and looked through.
 *
 * @param failure why it can be read, but not be written to
 */
record Opening(
        Disk disk, Pages pages, Damage damage, Recovered found, Optional<IOException> failure) {
    static Opening of(QueueSettings settings, Disk disk) throws OutboxException {
        boolean interrupted = Thread.interrupted(); // it would close the file of the lock
        try {
            return open(settings, disk);
        } catch (IOException e) {
            Closing.quietly(disk::close);
            throw new OutboxException(
                    Kind.STORAGE,
                    "outbox "
                            + settings.name()
                            + ": cannot open "
                            + disk
                            + " ("
                            + e.getMessage()
                            + "). Does another gateway use the folder, or is the disk damaged?",
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Opening open(QueueSettings settings, Disk disk) throws IOException {
        Optional<IOException> failure = Optional.empty();
        try {
            disk.open();
        } catch (FolderHeldException e) {
            throw e;
        } catch (IOException e) {
            failure = Optional.of(e); // what is stored can still be sent
        }
        Pages pages = new Pages(disk);
        Damage damage = new Damage(settings.name(), disk, settings.clock());
        return new Opening(disk, pages, damage, new Recovery(disk, pages, damage).run(), failure);
    }
}
