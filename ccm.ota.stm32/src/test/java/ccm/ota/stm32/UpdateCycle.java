package ccm.ota.stm32;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.Pins;
import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.FirmwareSegment;
import ccm.api.firmware.FirmwareTarget;
import ccm.ota.stm32.Stm32Settings.Rates;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimBoard;
import ccm.sim.host.rom.SimChip;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Updates a simulated board in memory, without waiting for anything: a cycle takes milliseconds, so
 * that thousands of interrupted ones can be tried. The board's pins are the lines {@code sim:boot0}
 * and {@code sim:rst}.
 */
final class UpdateCycle {
    private static final Duration NOW = Duration.ZERO;

    final SimBoard board;
    final List<String> phases = new ArrayList<>();
    Rates rates = new Rates(115_200, 0);
    boolean allowMassErase;
    PinSetting boot0 = PinSetting.of("host.ota.stm32.boot0_pin", "sim:boot0", false);
    PinSetting reset = PinSetting.of("host.ota.stm32.rst_pin", "sim:rst", false);
    Pause pause = time -> {};

    UpdateCycle(SimBoard board) {
        this.board = board;
    }

    /** A new chip of that kind, erased. */
    static UpdateCycle on(ChipModel model) {
        return new UpdateCycle(new SimBoard(new SimChip(model)));
    }

    /** An image of one piece. */
    static FirmwareImage image(long offset, byte[] bytes) {
        return new FirmwareImage(List.of(new FirmwareSegment(ChipModel.FLASH + offset, bytes)));
    }

    Opener opener() {
        Stm32Settings settings =
                new Stm32Settings(boot0, reset, NOW, NOW, allowMassErase, rates, NOW);
        return new Opener(
                settings, Optional.of(board.lender()), scheme -> Optional.of(pins()), pause);
    }

    FirmwareTarget open() throws FirmwareException {
        return opener().open(progress());
    }

    /** From the application to the application, knowing nothing of what it was. */
    void write(FirmwareImage image) throws FirmwareException {
        write(image, Optional.empty());
    }

    void write(FirmwareImage image, Optional<FirmwareImage> believed) throws FirmwareException {
        try (FirmwareTarget target = open()) {
            target.write(image, believed);
        }
    }

    FirmwareImage read(FirmwareImage covering) throws FirmwareException {
        try (FirmwareTarget target = open()) {
            return target.read(covering);
        }
    }

    private FirmwareProgress progress() {
        return (phase, done, total) -> {
            if (phases.isEmpty() || !phases.get(phases.size() - 1).equals(phase.name())) {
                phases.add(phase.name());
            }
        };
    }

    private Pins pins() {
        return new Pins() {
            @Override
            public OutputPin output(PinRequest request, boolean active) {
                boolean isBoot0 = request.line().equals("sim:boot0");
                SimBoard.Pin pin = isBoot0 ? SimBoard.Pin.BOOT0 : SimBoard.Pin.RST;
                board.pin(pin, active);
                return new OutputPin() {
                    @Override
                    public void set(boolean high) {
                        board.pin(pin, high);
                    }

                    @Override
                    public boolean get() {
                        return board.pin(pin);
                    }

                    @Override
                    public void close() {
                        // stays as it is
                    }
                };
            }

            @Override
            public InputPin input(PinRequest request) throws IOException {
                throw new IOException("outputs only");
            }

            @Override
            public InputPin watch(PinRequest request, PinListener listener) throws IOException {
                throw new IOException("outputs only");
            }
        };
    }
}
