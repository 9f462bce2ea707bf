package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareSegment;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimBoard.Mode;
import ccm.sim.host.rom.SimFirmware;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each family that is simulated, written and read. */
class FamiliesTest {
    private static final int SIZE = 12_345;

    @ParameterizedTest
    @EnumSource
    void isWrittenStartedAndReadBack(ChipModel model) throws Exception {
        UpdateCycle cycle = UpdateCycle.on(model);
        byte[] image = SimFirmware.image(SIZE / 4 * 4, "2", false, 5);
        cycle.board.chip().load(0, random(30_000 % cycle.board.chip().flash().length));
        cycle.write(UpdateCycle.image(0, image));
        assertArrayEquals(image, Arrays.copyOf(cycle.board.chip().flash(), image.length));
        assertEquals(Mode.APPLICATION, cycle.board.mode());
        assertFalse(cycle.board.rawLine().lent());
        FirmwareImage read = cycle.read(UpdateCycle.image(0, image));
        FirmwareSegment all = read.segments().get(0);
        assertArrayEquals(Arrays.copyOf(cycle.board.chip().flash(), all.data().length), all.data());
        assertTrue(all.data().length >= image.length);
    }

    @ParameterizedTest
    @EnumSource
    void keepsPagesThatTheImageDoesNotTouch(ChipModel model) throws Exception {
        UpdateCycle cycle = UpdateCycle.on(model);
        byte[] before = random(cycle.board.chip().flash().length);
        cycle.board.chip().load(0, before);
        int[] pages = model.pages();
        int start =
                pages[0]; // the image: from the second page into the third, and some of the last
        byte[] middle = random(pages[1] + 6);
        int lastStart = before.length - pages[pages.length - 1];
        FirmwareImage image =
                new FirmwareImage(
                        List.of(
                                new FirmwareSegment(
                                        ChipModel.FLASH + lastStart + 3, new byte[] {1, 2, 3}),
                                new FirmwareSegment(ChipModel.FLASH + start + 1, middle)));
        cycle.write(image);
        byte[] expected = before.clone();
        byte erased = (byte) model.erased();
        Arrays.fill(expected, start, start + pages[1] + pages[2], erased);
        Arrays.fill(expected, lastStart, expected.length, erased);
        System.arraycopy(middle, 0, expected, start + 1, middle.length);
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, lastStart + 3, 3);
        assertArrayEquals(expected, cycle.board.chip().flash());
        cycle.phases.clear();
        cycle.write(image);
        assertArrayEquals(expected, cycle.board.chip().flash());
        assertEquals(List.of("ENTER", "READ"), cycle.phases, "nothing is written twice");
    }

    @ParameterizedTest
    @EnumSource
    void writesOnlyThePageThatDiffers(ChipModel model) throws Exception {
        UpdateCycle cycle = UpdateCycle.on(model);
        int size = Math.min(model.pages()[0] * 16, 16_384);
        byte[] image = SimFirmware.image(size, "1", false, 5);
        cycle.write(UpdateCycle.image(0, image));
        FirmwareImage kept = cycle.read(UpdateCycle.image(0, image));
        byte[] other = image.clone();
        other[size - 100] ^= 0x55;
        long before = cycle.board.received();
        cycle.write(UpdateCycle.image(0, other), Optional.of(kept));
        assertArrayEquals(other, Arrays.copyOf(cycle.board.chip().flash(), size));
        long sent = cycle.board.received() - before;
        int most = Math.min(size, 2 * model.pages()[0]); // the page, and the first one
        assertTrue(sent < most * 1.1 + 1500, model + ": " + sent + " bytes sent");
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
