package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareTarget;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimFirmware;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The time of the line and of the chip that an update costs, beside the least that is possible. */
class SpeedTest {
    private static final int SIZE = 65_536;
    private static final int BITS = 11;
    private static final int BAUD = 115_200;
    private static final long NANOS = 1_000_000_000;
    private static final int BLOCK_BYTES = 268; // to write 256 bytes, or to read them

    @ParameterizedTest
    @EnumSource(names = {"F103", "F401", "G071", "L053", "L476", "H743"})
    void writesAndVerifiesInLittleMoreThanTheLeastTime(ChipModel model) throws Exception {
        UpdateCycle cycle = UpdateCycle.on(model);
        int size = Math.min(SIZE, cycle.board.chip().flash().length);
        byte[] old = SimFirmware.image(size, "1", false, 1);
        cycle.board.chip().load(0, old);
        FirmwareImage before = UpdateCycle.image(0, old);
        FirmwareImage after = UpdateCycle.image(0, SimFirmware.image(size, "2", false, 2));
        long known;
        long unknown;
        try (FirmwareTarget target = cycle.open()) {
            known = time(cycle, target, after, Optional.of(before));
            unknown = time(cycle, target, before, Optional.empty());
        }
        long least = least(model, size);
        assertTrue(known < least * 1.01, model + ": " + (double) known / least);
        assertTrue(unknown < least * 1.05, model + ": " + (double) unknown / least);
    }

    @ParameterizedTest
    @EnumSource(names = {"F103", "G071", "L053", "L476"})
    void writesOnePageInAFractionOfTheTime(ChipModel model) throws Exception {
        UpdateCycle cycle = UpdateCycle.on(model);
        byte[] old = SimFirmware.image(SIZE, "1", false, 1);
        cycle.board.chip().load(0, old);
        byte[] other = SimFirmware.image(SIZE, "1", false, 2);
        byte[] changed = old.clone();
        changed[SIZE / 2] ^= 1;
        long time;
        try (FirmwareTarget target = cycle.open()) {
            FirmwareImage believed = UpdateCycle.image(0, old);
            long start = cycle.board.elapsed().toNanos();
            assertTrue(target.holds(believed));
            assertFalse(target.holds(UpdateCycle.image(0, other)));
            long looking = cycle.board.elapsed().toNanos() - start;
            time =
                    looking
                            + time(
                                    cycle,
                                    target,
                                    UpdateCycle.image(0, changed),
                                    Optional.of(believed));
        }
        double part = (double) time / least(model, SIZE);
        assertTrue(part < 0.2, model + ": " + part);
    }

    private static long time(
            UpdateCycle cycle,
            FirmwareTarget target,
            FirmwareImage image,
            Optional<FirmwareImage> believed)
            throws Exception {
        long start = cycle.board.elapsed().toNanos();
        target.write(image, believed);
        return cycle.board.elapsed().toNanos() - start;
    }

    private static long least(ChipModel model, int size) {
        boolean checksum = model == ChipModel.G071 || model == ChipModel.H743;
        long bytes = (long) size / 256 * BLOCK_BYTES * (checksum ? 1 : 2);
        long erasing = 0;
        for (int page = 0, end = 0; end < size; page++) {
            erasing += model.eraseNanos(page);
            end += model.pages()[page];
        }
        return bytes * BITS * NANOS / BAUD + erasing + model.programNanos(size);
    }
}
