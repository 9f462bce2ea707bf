package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress.Phase;
import ccm.api.firmware.FirmwareTarget;
import ccm.api.firmware.FirmwareWriter;
import ccm.ota.bundle.Bundle;
import ccm.ota.bundle.InstalledFirmware;
import ccm.ota.bundle.VersionRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that comes before the first byte of the host is changed. */
final class Preparing {
    private static final Logger LOG = LoggerFactory.getLogger(Preparing.class);
    private static final InstalledFirmware UNKNOWN = new InstalledFirmware("", "", "", "");
    private static final long SLACK = 256 * 1024;

    private final Store store;
    private final Board board;
    private final Surroundings around;
    private final HostTalk talk;
    private final EngineSettings settings;

    /**
     * An image that may be written.
     *
     * @param writer has looked at it
     */
    record Wanted(
            InstalledFirmware firmware, String type, FirmwareImage image, FirmwareWriter writer) {}

    /**
     * A host in its loader, and the journal that says what is to become of it, on disk.
     *
     * @param image what is to be written
     * @param holds what its memory holds
     */
    record Begun(
            FirmwareTarget target, Journal journal, FirmwareImage image, FirmwareImage holds) {}

    /** What the host runs, which is on disk. */
    private record Backup(Installed installed, FirmwareImage image) {}

    Preparing(
            Store store, Board board, Surroundings around, HostTalk talk, EngineSettings settings) {
        this.store = store;
        this.board = board;
        this.around = around;
        this.talk = talk;
        this.settings = settings;
    }

    /** Checks a bundle whole; empty when the host runs it already and that is enough. */
    Optional<Wanted> check(Bundle bundle, boolean ignoreSame) throws FirmwareException {
        Optional<InstalledFirmware> running = store.ledger().running().map(Installed::firmware);
        if (ignoreSame && running.filter(now -> VersionRule.isSame(bundle, now)).isPresent()) {
            return Optional.empty();
        }
        if (running.isPresent() && !settings.allowDowngrade()) {
            VersionRule.refuseOlder(bundle, running.get());
        }
        if (bundle.images().size() != 1) {
            throw new FirmwareException(
                    Reason.BAD_BUNDLE,
                    "the bundle has parts for "
                            + (bundle.images().isEmpty() ? "no chip" : bundle.images().keySet())
                            + ", must have some for one type of chip");
        }
        Map.Entry<String, FirmwareImage> only = bundle.images().entrySet().iterator().next();
        return Optional.of(wanted(InstalledFirmware.of(bundle), only.getKey(), only.getValue()));
    }

    /** Reads a bundle. */
    Bundle open(Path file) throws FirmwareException {
        board.at(Phase.CHECK, 0, 0);
        return Bundle.open(file, settings.rules());
    }

    /** The image that is kept. */
    Wanted kept() throws FirmwareException {
        Installed kept = store.ledger().kept().orElseThrow(Refusals::nothingKept);
        return wanted(kept.firmware(), kept.type(), store.image(kept));
    }

    private Wanted wanted(InstalledFirmware firmware, String type, FirmwareImage image)
            throws FirmwareException {
        FirmwareWriter writer =
                around.writer(type).orElseThrow(() -> Refusals.noWriter(type, around.types()));
        writer.check(image);
        return new Wanted(firmware, type, image, writer);
    }

    /** Puts the host into its loader and keeps what it runs. */
    Begun begin(Wanted wanted, Duration window, String source, boolean byHand)
            throws FirmwareException, InterruptedException {
        store.reserve(wanted.image().size() * 2 + SLACK);
        Installed next =
                new Installed(wanted.firmware(), wanted.type(), store.keep(wanted.image()));
        if (!byHand) {
            talk.ask(next, wanted.image().size(), board);
        }
        LOG.info(
                "update: {} ({} bytes) is written, asked for by {}",
                next.shown(),
                wanted.image().size(),
                source);
        Optional<Backup> known = known(wanted.type()); // later the host would wait for it
        store.keep(store.ledger().entering(wanted.type())); // a cut must not leave it in there
        FirmwareTarget target = open(wanted);
        try { // no finally: an error must leave all as a power cut would
            Backup backup = backup(target, wanted, known);
            Installed back = backup.installed();
            Journal journal =
                    new Journal(Journal.Step.WRITING, next, back, window, source, "", byHand);
            store.keep(store.ledger().with(journal));
            return new Begun(target, journal, wanted.image(), backup.image());
        } catch (FirmwareException | RuntimeException e) {
            target.close();
            store.note(store.ledger().left());
            throw e;
        }
    }

    private FirmwareTarget open(Wanted wanted) throws FirmwareException {
        try {
            return wanted.writer().open(board);
        } catch (FirmwareException e) {
            store.note(store.ledger().left());
            throw e;
        }
    }

    /** Reads what the host runs, unless it is known. */
    private Backup backup(FirmwareTarget target, Wanted wanted, Optional<Backup> known)
            throws FirmwareException {
        LOG.info("update: the host is {}", target.description());
        if (known.isEmpty() || !target.holds(known.get().image())) {
            return keep(UNKNOWN, wanted.type(), target.read(wanted.image()));
        }
        FirmwareImage rest = Overlay.without(wanted.image(), known.get().image());
        if (rest.isEmpty()) {
            return known.get();
        }
        FirmwareImage all = Overlay.over(target.read(rest), known.get().image());
        return keep(known.get().installed().firmware(), wanted.type(), all);
    }

    private Backup keep(InstalledFirmware firmware, String type, FirmwareImage read)
            throws FirmwareException {
        return new Backup(new Installed(firmware, type, store.keep(read)), read);
    }

    private Optional<Backup> known(String type) {
        return store.ledger().running().filter(now -> now.type().equals(type)).flatMap(this::read);
    }

    private Optional<Backup> read(Installed of) {
        try {
            return Optional.of(new Backup(of, store.image(of)));
        } catch (FirmwareException e) {
            LOG.warn("update: {}. What the host runs is read out of it.", e.getMessage());
            return Optional.empty();
        }
    }
}
