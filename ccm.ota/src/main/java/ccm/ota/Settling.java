package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareTarget;
import ccm.api.firmware.FirmwareWriter;
import ccm.api.firmware.UpdateStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the journal says until there is none: from the first byte that is changed to the host
 * that runs the new image or the old one, whole. Nothing is tidied up on the way: a power cut finds
 * what an {@link Error} would leave, and this starts again from the journal.
 */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private static final Set<Reason> UNTOUCHED =
            Set.of(Reason.DOES_NOT_FIT, Reason.PROTECTED, Reason.UNKNOWN_CHIP);
    private static final Set<Reason> AWAY =
            Set.of(Reason.LINE, Reason.NO_ANSWER, Reason.NO_WRITER, Reason.APPLICATION_RUNS);
    private static final int TRIES = 3;
    private static final int LEAVE_TRIES = 8;
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private final Store store;
    private final Board board;
    private final Surroundings around;
    private final HostTalk talk;
    private final EngineSettings settings;
    private final Verdict verdict;
    private Optional<FirmwareImage> believed = Optional.empty(); // since the last cut
    private int failures;

    Settling(
            Store store,
            Board board,
            Surroundings around,
            HostTalk talk,
            EngineSettings settings,
            Verdict verdict) {
        this.store = store;
        this.board = board;
        this.around = around;
        this.talk = talk;
        this.settings = settings;
        this.verdict = verdict;
    }

    /** Goes on with a host that is in its loader, and a journal that is on disk. */
    UpdateStatus go(Preparing.Begun ready) throws FirmwareException, InterruptedException {
        verdict.clear();
        believed = Optional.of(ready.holds());
        Journal begun = ready.journal();
        try {
            write(ready.target(), begun, Optional.of(ready.image()));
        } catch (FirmwareException e) {
            if (UNTOUCHED.contains(e.reason())) {
                keep(store.ledger().withoutJournal());
                throw e;
            }
            pause(begun, e);
        }
        return go();
    }

    /** Takes the journal up where it stands. */
    UpdateStatus go() throws FirmwareException, InterruptedException {
        while (true) {
            Journal begun = store.ledger().journal().orElseThrow();
            try {
                switch (begun.step()) {
                    case WRITING -> write(begun);
                    case CONFIRMING -> {
                        if (confirmed(begun)) {
                            return commit(begun);
                        }
                    }
                    case REVERTING -> write(begun);
                }
            } catch (FirmwareException e) {
                pause(begun, e);
            }
            if (store.ledger().journal().isEmpty()) {
                throw keptAny(begun) ? reverted(begun) : nowhereToGo(begun);
            }
        }
    }

    private void write(Journal begun) throws FirmwareException, InterruptedException {
        FirmwareWriter writer =
                around.writer(begun.next().type())
                        .orElseThrow(() -> Refusals.noWriter(begun.next().type(), around.types()));
        write(writer.open(board), begun, Optional.empty());
    }

    /** No {@code finally}: an error ends all of it as a power cut would. */
    private void write(FirmwareTarget target, Journal begun, Optional<FirmwareImage> known)
            throws FirmwareException, InterruptedException {
        boolean back = begun.step() == Journal.Step.REVERTING;
        try {
            FirmwareImage image =
                    known.isPresent()
                            ? known.get()
                            : store.image(back ? begun.back() : begun.next());
            target.write(image, believed);
            believed = Optional.of(image);
        } catch (FirmwareException e) {
            believed = Optional.empty();
            target.close();
            throw e;
        } catch (RuntimeException e) {
            believed = Optional.empty();
            target.close();
            throw new FirmwareException(Reason.INTERNAL, "writing failed: " + e, e);
        }
        target.close();
        failures = 0;
        if (back) {
            settle(begun);
        } else {
            LOG.info("update: {} written and started", begun.next().shown());
            keep(store.ledger().with(begun.at(Journal.Step.CONFIRMING)));
        }
    }

    /**
     * Starts a host that was left in its loader by a cut, and not changed.
     *
     * @throws FirmwareException always: whoever asked for the update has to ask again
     */
    UpdateStatus leave(String type) throws FirmwareException, InterruptedException {
        LOG.warn("update: was cut off before the host was changed; the host is started again");
        while (!left(type)) {
            Thread.sleep(wait(failures).toMillis());
        }
        keep(store.ledger().left());
        throw new FirmwareException(
                Reason.ABORTED,
                "The update was cut off before the host was changed. The host was started again"
                        + " with what it had; send the update again.");
    }

    private boolean left(String type) throws FirmwareException {
        try {
            around.writer(type)
                    .orElseThrow(() -> Refusals.noWriter(type, around.types()))
                    .open(board)
                    .close();
            return true;
        } catch (FirmwareException e) {
            if (++failures > LEAVE_TRIES) {
                throw e;
            }
            board.say("the host could not be started again yet (" + e.getMessage() + ")");
            return false;
        }
    }

    /**
     * Says on disk what is true of the host. While the disk takes nothing it waits: the host runs
     * what it runs, and what is to be done with it must not be forgotten.
     */
    private void keep(Ledger next) throws InterruptedException {
        for (int count = 1; !kept(next, count); count++) {
            Thread.sleep(wait(count).toMillis());
        }
    }

    private boolean kept(Ledger next, int count) {
        try {
            store.keep(next);
            return true;
        } catch (FirmwareException e) {
            board.say(e.getMessage() + " The update goes on when that is done.");
            if (count == 1) {
                LOG.warn("update: {} It goes on when that is done.", e.getMessage());
            }
            return false;
        }
    }

    /** Waits before the next attempt, and gives the new firmware up after some. */
    private void pause(Journal begun, FirmwareException failure)
            throws FirmwareException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the gateway is stopping");
        }
        failures++;
        if (begun.step() == Journal.Step.WRITING
                && failures >= TRIES
                && !AWAY.contains(failure.reason())
                && keptAny(begun)) {
            failures = 0;
            String why = "it could not be written (" + failure.getMessage() + ")";
            LOG.warn("update: {}: the old firmware is put back", why);
            keep(store.ledger().with(begun.reverting(why)));
            return;
        }
        Duration wait = wait(failures);
        String what =
                begun.step() == Journal.Step.REVERTING
                        ? "the old firmware could not be put back yet"
                        : "the new firmware could not be written yet";
        String text =
                String.format(
                        "%s (%s); attempt %d, the next one in %d s. The host has no whole firmware"
                                + " until then.",
                        what, failure.getMessage(), failures, wait.toSeconds());
        board.say(text);
        if (failures == 1) {
            LOG.warn("update: {}", text, failure);
        } else {
            LOG.debug("update: {}", text, failure);
        }
        Thread.sleep(wait.toMillis());
    }

    private Duration wait(int count) {
        Duration wait = settings.firstRetry();
        for (int i = 1; i < count && wait.compareTo(settings.lastRetry()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(settings.lastRetry()) > 0 ? settings.lastRetry() : wait;
    }

    private boolean confirmed(Journal begun) throws FirmwareException, InterruptedException {
        if (begun.window().isZero()) {
            return true;
        }
        board.confirming(begun.window());
        switch (verdict.await(begun.window(), talk::isAlive)) {
            case COMMIT -> {
                return true;
            }
            case REVERT -> giveUp(begun, "OTA.Revert was called");
            case NONE ->
                    giveUp(
                            begun,
                            "it did not answer within "
                                    + begun.window().toMillis() / 1000.0
                                    + " s");
        }
        return false;
    }

    private void giveUp(Journal begun, String why) throws FirmwareException, InterruptedException {
        if (!keptAny(begun)) {
            keep(store.ledger().settled(Optional.of(begun.next()), Optional.empty()));
            return;
        }
        LOG.warn("update: {}: {}. The old firmware is put back.", begun.next().shown(), why);
        board.say("putting the old firmware back: " + why);
        keep(store.ledger().with(begun.reverting(why)));
    }

    private UpdateStatus commit(Journal begun) throws FirmwareException, InterruptedException {
        String message =
                (begun.byHand() ? "Reverted: " : "Update applied, finalizing: ")
                        + begun.next().shown()
                        + (begun.window().isZero() ? " was started" : " runs");
        Optional<Installed> kept = keptAny(begun) ? Optional.of(begun.back()) : Optional.empty();
        keep(
                store.ledger()
                        .settled(Optional.of(begun.next()), kept)
                        .ended(message, Optional.empty()));
        LOG.info("update: {}, asked for by {}", message, begun.source());
        talk.done(true, begun.next().firmware().version(), "");
        return board.success(message);
    }

    private void settle(Journal begun) throws InterruptedException {
        keep(
                store.ledger()
                        .settled(Optional.of(begun.back()), Optional.empty())
                        .ended(text(begun), Optional.of(Reason.REVERTED.name())));
    }

    /** The old one is back; whether it answers is said, too. */
    private FirmwareException reverted(Journal begun) throws InterruptedException {
        Duration window = begun.window().isZero() ? SIGN_OF_LIFE : begun.window();
        board.say(text(begun));
        verdict.clear();
        boolean answers =
                verdict.await(window, talk::isAlive) == Verdict.Word.COMMIT && talk.isAlive();
        talk.done(false, "", begun.why());
        String message =
                text(begun)
                        + (answers
                                ? ""
                                : " It does not answer either: look at the host's line and power.");
        return new FirmwareException(Reason.REVERTED, message); // logged where it ends
    }

    /** False after a protected chip was wiped: there was nothing to read. */
    private boolean keptAny(Journal begun) throws FirmwareException {
        return !store.image(begun.back()).isEmpty();
    }

    private static FirmwareException nowhereToGo(Journal begun) {
        return new FirmwareException(
                Reason.NO_ANSWER,
                begun.next().shown()
                        + " was written and does not answer. Nothing could be kept of what the host"
                        + " ran, because its chip was protected: update it with firmware that"
                        + " works.");
    }

    private static String text(Journal begun) {
        return begun.next().shown()
                + " was not taken: "
                + begun.why()
                + ". The old firmware was put back.";
    }
}
