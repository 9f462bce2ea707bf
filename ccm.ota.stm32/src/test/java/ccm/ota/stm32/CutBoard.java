package ccm.ota.stm32;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.Pins;
import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress;
import ccm.api.firmware.FirmwareTarget;
import ccm.api.firmware.FirmwareWriter;
import ccm.api.link.RawLender;
import ccm.api.link.RawLine;
import ccm.ota.stm32.Stm32Settings.Rates;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimBoard;
import ccm.sim.host.rom.SimChip;
import ccm.sim.host.rom.SimFirmware;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A board that a gateway updates which may be killed while any byte is on the line: from then on
 * nothing that its code does reaches line or pins.
 */
public final class CutBoard {
    public final SimBoard board;

    /** The gateway is dead. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed");
        }
    }

    public CutBoard(byte[] image) {
        SimChip chip = new SimChip(ChipModel.F103);
        chip.load(0, image);
        this.board = new SimBoard(chip);
    }

    /** True when whole firmware that answers runs. */
    public boolean isAlive() {
        return board.mode() == SimBoard.Mode.APPLICATION
                && board.chip().firmware().filter(firmware -> !firmware.mute()).isPresent();
    }

    /** The version that runs; empty when nothing does. */
    public String version() {
        return board.mode() == SimBoard.Mode.APPLICATION
                ? board.chip().firmware().map(SimFirmware::version).orElse("")
                : "";
    }

    /** The operating system closes what a dead process had open. */
    public void reap() {
        board.rawLine().close();
    }

    /**
     * The writer of one gateway.
     *
     * @param life bytes on the line, either way, until it is killed
     */
    public FirmwareWriter writer(AtomicLong life) {
        return new FirmwareWriter() {
            @Override
            public void check(FirmwareImage image) throws FirmwareException {
                opener(life).check(image);
            }

            @Override
            public FirmwareTarget open(FirmwareProgress progress) throws FirmwareException {
                return opener(life).open(progress);
            }
        };
    }

    private Opener opener(AtomicLong life) {
        RawLender lender =
                (borrower, deadline) -> new Line(board.lender().borrow(borrower, deadline), life);
        Stm32Settings settings =
                new Stm32Settings(
                        PinSetting.of("host.ota.stm32.boot0_pin", "sim:boot0", false),
                        PinSetting.of("host.ota.stm32.rst_pin", "sim:rst", false),
                        Duration.ZERO,
                        Duration.ZERO,
                        false,
                        new Rates(115_200, 0),
                        Duration.ZERO);
        return new Opener(
                settings,
                Optional.of(lender),
                scheme -> Optional.of(new BoardPins(life)),
                time -> {});
    }

    private static void spend(AtomicLong life, int count) {
        if (life.addAndGet(-count) < 0) {
            throw new Killed();
        }
    }

    private static final class Line implements RawLine {
        private final RawLine line;
        private final AtomicLong life;

        Line(RawLine line, AtomicLong life) {
            this.line = line;
            this.life = life;
        }

        @Override
        public void configure(int baud, Parity parity) throws IOException {
            spend(life, 0);
            line.configure(baud, parity);
        }

        @Override
        public int baud() {
            return line.baud();
        }

        @Override
        public int read(byte[] into, int offset, int count, Duration deadline) throws IOException {
            spend(life, 0);
            int read = line.read(into, offset, count, deadline);
            spend(life, Math.max(read, 0));
            return read;
        }

        /** The bytes before the cut are on their way. */
        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            spend(life, 0);
            int out = (int) Math.min(count, life.get());
            line.write(bytes, offset, out);
            spend(life, count);
        }

        @Override
        public void discardInput() throws IOException {
            spend(life, 0);
            line.discardInput();
        }

        @Override
        public void rts(boolean asserted) throws IOException {
            spend(life, 0);
            line.rts(asserted);
        }

        @Override
        public void dtr(boolean asserted) throws IOException {
            spend(life, 0);
            line.dtr(asserted);
        }

        @Override
        public void close() {
            spend(life, 0);
            line.close();
        }
    }

    private final class BoardPins implements Pins {
        private final AtomicLong life;

        BoardPins(AtomicLong life) {
            this.life = life;
        }

        @Override
        public OutputPin output(PinRequest request, boolean active) {
            SimBoard.Pin pin =
                    request.line().equals("sim:boot0") ? SimBoard.Pin.BOOT0 : SimBoard.Pin.RST;
            drive(pin, active ^ request.activeLow());
            return new OutputPin() {
                @Override
                public void set(boolean on) {
                    drive(pin, on ^ request.activeLow());
                }

                @Override
                public boolean get() {
                    return board.pin(pin) ^ request.activeLow();
                }

                @Override
                public void close() {
                    // stays as it is
                }
            };
        }

        private void drive(SimBoard.Pin pin, boolean high) {
            spend(life, 0);
            board.pin(pin, high);
        }

        @Override
        public InputPin input(PinRequest request) throws IOException {
            throw new IOException("outputs only");
        }

        @Override
        public InputPin watch(PinRequest request, PinListener listener) throws IOException {
            throw new IOException("outputs only");
        }
    }
}
