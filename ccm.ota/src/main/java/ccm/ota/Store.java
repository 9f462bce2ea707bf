package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.parts.files.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of updates: images, and the ledger that says what they are. Whatever it says is on
 * disk, forced, when the method returns. Used by the thread of the update, and before that starts.
 */
final class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String IMAGES = "*.img*";

    private final Path folder;
    private final Disk disk;
    private final AtomicFile file;
    private volatile Ledger ledger = Ledger.EMPTY;
    private boolean doubtful; // the ledger was read from its last copy

    Store(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        this.file = new AtomicFile(folder.resolve("ledger.json"));
    }

    /** What is known. */
    Ledger ledger() {
        return ledger;
    }

    /** A bundle that is sent. */
    Path incoming() {
        return folder.resolve("incoming.zip.part");
    }

    /** Takes a bundle that is sent. */
    Incoming take(long size) throws FirmwareException {
        return new Incoming(incoming(), size, disk);
    }

    /** A bundle that is fetched. */
    Path download() {
        return folder.resolve("download.zip.part");
    }

    /** Reads what there is; a damaged file is said and never fatal. */
    void open() {
        if (!Files.exists(file.path()) && !Files.exists(file.lastGood())) {
            return;
        }
        try {
            ledger = LedgerJson.read(Files.readAllBytes(file.path()));
        } catch (IOException e) {
            doubtful = true;
            LOG.error("{}: cannot be read. The copy before it counts.", file.path(), e);
            openLast();
        }
    }

    private void openLast() {
        try {
            ledger = LedgerJson.read(Files.readAllBytes(file.lastGood()));
        } catch (IOException e) {
            LOG.error(
                    "{}: cannot be read either. Update the host anew if it does not run.",
                    file.lastGood(),
                    e);
        }
    }

    /** Makes the folder, for the owner alone. */
    void make() throws FirmwareException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw disk(folder, e);
        }
    }

    /** Refuses what there is no room for. */
    void reserve(long bytes) throws FirmwareException {
        make();
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < bytes) {
                throw new FirmwareException(
                        Reason.NO_SPACE,
                        String.format(
                                "%s: needs %d KiB, has %d KiB free. Make room on the gateway and"
                                        + " try again; the host was not touched.",
                                folder, bytes / 1024, free / 1024));
            }
        } catch (IOException e) {
            throw disk(folder, e);
        }
    }

    /** Keeps what shall be true from now on. */
    void keep(Ledger next) throws FirmwareException {
        try {
            disk.replace(file, LedgerJson.write(next));
        } catch (IOException e) {
            throw disk(file.path(), e);
        }
        ledger = next;
    }

    /** Keeps what it would do no harm to forget. */
    void note(Ledger next) {
        try {
            keep(next);
        } catch (FirmwareException e) {
            LOG.warn("update: {}", e.getMessage());
            LOG.debug("update: not kept", e);
        }
    }

    /** Keeps an image under a name that says what is in it. */
    String keep(FirmwareImage image) throws FirmwareException {
        Path path = folder;
        try {
            byte[] bytes = ImageFile.encode(image);
            String name = ImageFile.name(bytes);
            path = folder.resolve(name);
            Path aside = folder.resolve(name + ".new");
            disk.create(aside, bytes);
            Files.move(
                    aside,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
            return name;
        } catch (IOException e) {
            throw disk(path, e);
        }
    }

    /** Reads an image. */
    FirmwareImage image(Installed of) throws FirmwareException {
        Path path = folder.resolve(of.image());
        try {
            return ImageFile.decode(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new FirmwareException(
                    Reason.INTERNAL, path + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Removes images that nothing names, and what was sent. */
    void sweep() {
        if (doubtful || !Files.isDirectory(folder)) {
            return; // what looks unused may be needed
        }
        try (DirectoryStream<Path> images = Files.newDirectoryStream(folder, IMAGES)) {
            for (Path image : images) {
                if (!ledger.images().contains(image.getFileName().toString())) {
                    Files.deleteIfExists(image);
                }
            }
            Files.deleteIfExists(incoming());
        } catch (IOException e) {
            LOG.warn("{}: cannot be tidied up", folder, e);
        }
    }

    /** A file that cannot be written, most often because the disk is full. */
    static FirmwareException disk(Path path, IOException cause) {
        return new FirmwareException(
                Reason.NO_SPACE,
                path
                        + ": cannot be written ("
                        + cause.getMessage()
                        + "). Make room on the gateway's disk, or let it write there.",
                cause);
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            disk.force(channel);
        }
    }
}
