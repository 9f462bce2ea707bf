package ccm.ota.stm32;

import ccm.api.board.Pins;
import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.FirmwareProgress.Phase;
import ccm.api.firmware.FirmwareSegment;
import ccm.api.firmware.FirmwareTarget;
import ccm.api.link.RawLender;
import ccm.api.link.RawLine;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Borrows the line and puts the host into its loader. */
final class Opener {
    private static final long LARGEST = 2048 * 1024;

    private final Stm32Settings settings;
    private final Optional<RawLender> lender;
    private final Function<String, Optional<Pins>> pins;
    private final Pause pause;

    Opener(
            Stm32Settings settings,
            Optional<RawLender> lender,
            Function<String, Optional<Pins>> pins,
            Pause pause) {
        this.settings = settings;
        this.lender = lender;
        this.pins = pins;
        this.pause = pause;
    }

    void check(FirmwareImage image) throws FirmwareException {
        if (image.isEmpty()) {
            throw new FirmwareException(Reason.BAD_BUNDLE, "the image is empty");
        }
        for (FirmwareSegment segment : image.segments()) {
            if (segment.address() < Part.FLASH || segment.end() > Part.FLASH + LARGEST) {
                throw new FirmwareException(
                        Reason.DOES_NOT_FIT,
                        String.format(
                                "the image has %d bytes for 0x%08X, where no STM32 has flash: it"
                                        + " begins at 0x%08X and ends before 0x%08X. Look at addr"
                                        + " in the manifest",
                                segment.data().length,
                                segment.address(),
                                Part.FLASH,
                                Part.FLASH + LARGEST));
            }
        }
        wired();
    }

    FirmwareTarget open(FirmwareProgress progress) throws FirmwareException {
        wired();
        progress.at(Phase.ENTER, 0, 0);
        RawLender from =
                lender.orElseThrow(
                        () ->
                                new FirmwareException(
                                        Reason.LINE,
                                        "there is no serial line to the host. Set"
                                                + " host.rpc.uart.port"));
        RawLine line = borrow(from);
        return Guard.of(() -> open(line, progress));
    }

    private RawLine borrow(RawLender from) throws FirmwareException {
        try {
            return from.borrow("firmware update", settings.lineWait());
        } catch (IOException e) {
            String why = e.getMessage();
            throw new FirmwareException(
                    Reason.LINE, "the line to the host cannot be used: " + why, e);
        }
    }

    private FirmwareTarget open(RawLine line, FirmwareProgress progress)
            throws FirmwareException, IOException, InterruptedException {
        Departure departure = new Departure(line, wires(line));
        boolean entered = false;
        try {
            LateProgress late = new LateProgress(progress);
            Arrival arrival = new Arrival(line, departure.entry(), settings, late::tell);
            Session session = new Session(arrival, pause);
            entered = true;
            return new Stm32Target(session, departure, late, settings.allowMassErase());
        } finally {
            if (!entered) {
                departure.leave(Optional.empty());
            }
        }
    }

    private Entry wires(RawLine line) throws FirmwareException {
        try {
            return new Entry(settings, new Signals(line, pins), pause);
        } catch (IOException e) {
            line.close();
            throw new FirmwareException(Reason.NOT_CONFIGURED, e.getMessage(), e);
        }
    }

    private void wired() throws FirmwareException {
        if (settings.unwired()) {
            throw new FirmwareException(
                    Reason.NOT_CONFIGURED,
                    "nothing is known of how the host gets into its loader. Wire BOOT0 and NRST"
                            + " and set host.ota.stm32.boot0_pin and host.ota.stm32.rst_pin");
        }
    }
}
