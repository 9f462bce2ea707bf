package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress.Phase;
import ccm.api.firmware.FirmwareTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A chip in its loader. */
final class Stm32Target implements FirmwareTarget {
    private static final int ROUNDS = 2; // what is wrong after the first is written once more
    private static final Logger LOG = LoggerFactory.getLogger(Stm32Target.class);

    private final Session session;
    private final Departure departure;
    private final LateProgress progress;
    private final boolean allowMassErase;
    private boolean closed;

    Stm32Target(
            Session session, Departure departure, LateProgress progress, boolean allowMassErase) {
        this.session = session;
        this.departure = departure;
        this.progress = progress;
        this.allowMassErase = allowMassErase;
    }

    @Override
    public String description() {
        return session.chip().description();
    }

    /** Of a chip that is protected, and may be wiped, nothing can be kept: an empty image. */
    @Override
    public FirmwareImage read(FirmwareImage covering) throws FirmwareException {
        PageMap wanted = PageMap.of(covering, session.chip());
        if (isProtected()) {
            return new FirmwareImage(List.of());
        }
        return Guard.of(() -> new PageReader(session, progress).read(wanted.pages()));
    }

    @Override
    public boolean holds(FirmwareImage image) throws FirmwareException {
        PageMap believed = PageMap.of(image, session.chip());
        return !isProtected()
                && Guard.of(() -> new PageReader(session, progress).samplesAreRight(believed));
    }

    @Override
    public void write(FirmwareImage image, Optional<FirmwareImage> believed)
            throws FirmwareException {
        PageMap.of(image, session.chip()); // before anything is changed
        Optional<FirmwareImage> known = believed;
        if (isProtected()) {
            Guard.of(
                    () -> {
                        session.unprotect();
                        return true;
                    });
            known = Optional.empty();
        }
        PageMap wanted = PageMap.of(image, session.chip());
        Optional<PageMap> held = held(known);
        Guard.of(
                () -> {
                    write(wanted, held);
                    return true;
                });
    }

    private void write(PageMap wanted, Optional<PageMap> held)
            throws IOException, InterruptedException, FirmwareException {
        List<Page> wrong = new PageReader(session, progress).wrong(wanted, held);
        for (int round = 0; round < ROUNDS && !wrong.isEmpty(); round++) {
            Plan plan = Plan.of(wrong, wanted, session.chip(), allowMassErase && round == 0);
            LOG.info(
                    "{}: {} of {} pages are to be written.",
                    description(),
                    plan.pages().size(),
                    wanted.pages().size());
            wrong = carryOut(plan, wanted);
        }
        if (!wrong.isEmpty()) {
            throw new FirmwareException(
                    Reason.VERIFY,
                    wrong.get(0)
                            + (wrong.size() == 1 ? "" : " and " + (wrong.size() - 1) + " more")
                            + ": does not hold what was written to it. It is write-protected"
                            + " (option bytes WRP), or worn out");
        }
    }

    private List<Page> carryOut(Plan plan, PageMap wanted)
            throws IOException, InterruptedException, FirmwareException {
        int granule = session.chip().part().family().granule();
        long size = PageMap.sizeOf(plan.pages());
        PageWriter writer = new PageWriter(session, wanted);
        writer.erase(plan, new Meter(progress, Phase.ERASE, size));
        Meter writing =
                new Meter(
                        progress, Phase.WRITE, Span.sizeOf(Span.of(plan.pages(), wanted, granule)));
        writer.write(plan.rest(), false, writing);
        Verifier verifier = new Verifier(session, wanted);
        Meter verifying = new Meter(progress, Phase.VERIFY, size);
        List<Page> wrong = new ArrayList<>(verifier.wrong(plan.rest(), verifying));
        writer.write(plan.last(), true, writing);
        wrong.addAll(0, verifier.wrong(plan.last(), verifying));
        return wrong;
    }

    private Optional<PageMap> held(Optional<FirmwareImage> believed) {
        try {
            return believed.isEmpty() || believed.get().isEmpty()
                    ? Optional.empty()
                    : Optional.of(PageMap.of(believed.get(), session.chip()));
        } catch (FirmwareException e) {
            LOG.debug("what is believed of this chip is not of this chip", e);
            return Optional.empty();
        }
    }

    private boolean isProtected() throws FirmwareException {
        boolean unreadable = !session.chip().readable();
        if (unreadable && !allowMassErase) {
            throw new FirmwareException(
                    Reason.PROTECTED,
                    description()
                            + ": its flash is protected from reading, so it can be neither kept"
                            + " nor written, and nothing was changed. Set"
                            + " host.ota.stm32.allow_mass_erase to lift the protection, which"
                            + " wipes the chip, its data included, and leaves it unprotected");
        }
        return unreadable;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            departure.leave(Optional.of(session));
            progress.tellAll();
        }
    }
}
