package ccm.bench;

import ccm.sim.host.Generation;
import ccm.sim.host.PtyLine;
import ccm.sim.host.SimHost;
import ccm.sim.host.rom.BoardedHost;
import ccm.sim.host.rom.SimBoard;
import ccm.sim.host.rom.SimChip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A simulated host with the times of a real one, and a stop watch beside its loader. */
final class FlashBoard implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final double REAL_TIMES = 1;

    private final BoardedHost boarded;
    private final SimHost host;
    private final SimChip chip;

    /**
     * Makes one that runs the firmware.
     *
     * @param link the device, and beside it the socket of its pins
     */
    FlashBoard(FlashCase how, Path link, byte[] firmware) throws IOException {
        this.chip = new SimChip(how.model());
        chip.load(0, firmware);
        this.boarded =
                new BoardedHost(
                        chip,
                        new PtyLine(Optional.of(link)),
                        Optional.of(BoardedHost.pinsOf(link)),
                        REAL_TIMES,
                        how.baud());
        this.host = new SimHost(boarded.line(), Generation.B, false);
        boarded.open(host);
        host.open();
    }

    /** Puts it into its loader, as who holds BOOT0 and presses reset. */
    void enterLoader() {
        boarded.board().pin(SimBoard.Pin.BOOT0, true);
        boarded.board().reset();
    }

    /**
     * Waits until the loader was used, and left by Go or by letting go of BOOT0.
     *
     * @throws IOException it was not, or the flash does not hold that
     */
    FlashFigures watch(byte[] expected, long seconds) throws IOException {
        SimBoard board = boarded.board();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long begin = 0;
        long before = board.received();
        while (System.nanoTime() < end) {
            boolean loader = board.mode() == SimBoard.Mode.LOADER;
            long received = board.received();
            if (begin == 0 && loader && received > before) {
                begin = System.nanoTime();
            } else if (begin == 0 && !loader) {
                before = received; // frames for the firmware
            } else if (begin != 0 && !(loader && board.pin(SimBoard.Pin.BOOT0))) {
                double took = (System.nanoTime() - begin) / 1e9;
                if (!Arrays.equals(expected, Arrays.copyOf(chip.flash(), expected.length))) {
                    throw new IOException("the flash does not hold what was written");
                }
                return new FlashFigures(took, received - before);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new IOException("the loader was not used and left within " + seconds + " s");
    }

    @Override
    public void close() throws IOException {
        host.close();
        boarded.close();
    }
}
