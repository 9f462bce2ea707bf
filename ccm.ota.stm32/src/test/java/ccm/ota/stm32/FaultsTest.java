package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareTarget;
import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimBoard;
import ccm.sim.host.rom.SimBoard.Mode;
import ccm.sim.host.rom.SimChip;
import ccm.sim.host.rom.SimFirmware;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong, and what comes of it: the new image, or a message and the host as it was. */
class FaultsTest {
    private static final byte[] OLD = SimFirmware.image(4096, "1", false, 1);
    private static final byte[] NEW = SimFirmware.image(4096, "2", false, 2);
    private static final FirmwareImage IMAGE = UpdateCycle.image(0, NEW);
    private static final int BYTES = 6_500; // about as many as go to the host in one update
    private static final int STEP = Boolean.getBoolean("ccm.long") ? 1 : 153;

    @ParameterizedTest
    @EnumSource(names = {"F103", "F401", "G071", "L053", "H743"})
    void survivesALostByteAnywhere(ChipModel model) throws Exception {
        for (int n = 1; n < BYTES; n += STEP) {
            UpdateCycle cycle = running(model);
            cycle.board.faults().lostByte(n);
            cycle.write(IMAGE);
            assertRunsNew(cycle, "byte " + n);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F103", "G071", "L053"})
    void survivesALostAnswerAnywhere(ChipModel model) throws Exception {
        for (int n = 1; n < BYTES; n += STEP + 2) {
            UpdateCycle cycle = running(model);
            cycle.board.faults().lostReply(n);
            cycle.write(IMAGE);
            assertRunsNew(cycle, "answer " + n);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F103", "F401", "G071", "L053", "H743"})
    void survivesAPowerCutOfTheHostAnywhere(ChipModel model) throws Exception {
        for (int n = 1; n < BYTES; n += STEP + 4) {
            UpdateCycle cycle = running(model);
            cycle.board.faults().powerCutAt(n, false);
            cycle.write(IMAGE);
            assertRunsNew(cycle, "byte " + n);
        }
    }

    @Test
    void survivesARefusedCommand() throws Exception {
        for (int n = 1; n < 60; n++) {
            UpdateCycle cycle = running(ChipModel.F103);
            cycle.board.faults().nack(n);
            cycle.write(IMAGE);
            assertRunsNew(cycle, "command " + n);
        }
    }

    @Test
    void waitsForAHostWhosePowerComesBack() throws Exception {
        UpdateCycle cycle = running(ChipModel.F103);
        cycle.board.faults().powerCutAt(3000, true);
        cycle.pause =
                time -> {
                    if (time.toMillis() >= 1000) {
                        cycle.board.power(true);
                    }
                };
        cycle.write(IMAGE);
        assertRunsNew(cycle, "power back");
    }

    @Test
    void givesUpOnAHostThatIsGone() {
        UpdateCycle cycle = running(ChipModel.F103);
        cycle.board.faults().powerCutAt(3000, true);
        assertReason(Reason.NO_ANSWER, () -> cycle.write(IMAGE), "power");
        assertFalse(cycle.board.rawLine().lent());
        cycle.board.power(true);
        assertFalse(cycle.board.pin(SimBoard.Pin.BOOT0));
    }

    @Test
    void tellsWhichPageKeepsItsContents() {
        UpdateCycle cycle = running(ChipModel.F103);
        cycle.board.faults().stuckPage(2, true);
        assertReason(Reason.VERIFY, () -> cycle.write(IMAGE), "page 2 at 0x08000800", "WRP");
        UpdateCycle checksums = running(ChipModel.G071);
        checksums.board.faults().stuckPage(1, true);
        assertReason(Reason.VERIFY, () -> checksums.write(IMAGE), "page 1 at 0x08000800");
    }

    @Test
    void refusesAProtectedChipBeforeItIsTouched() {
        UpdateCycle cycle = running(ChipModel.F401);
        cycle.board.chip().readProtection(1);
        assertReason(Reason.PROTECTED, () -> cycle.write(IMAGE), "allow_mass_erase", "nothing");
        assertReason(Reason.PROTECTED, () -> cycle.read(IMAGE), "allow_mass_erase");
        assertRunsOld(cycle);
    }

    @ParameterizedTest
    @EnumSource(names = {"F103", "F401", "G071", "L053", "L476"})
    void liftsTheProtectionWhenItMay(ChipModel model) throws Exception {
        UpdateCycle cycle = running(model);
        cycle.board.chip().readProtection(1);
        cycle.allowMassErase = true;
        assertTrue(cycle.read(IMAGE).isEmpty());
        assertRunsOld(cycle);
        cycle.write(IMAGE);
        assertRunsNew(cycle, "unprotected");
        assertEquals(0, cycle.board.chip().readProtection());
    }

    @Test
    void refusesWhatDoesNotFitBeforeItIsTouched() {
        UpdateCycle cycle = running(ChipModel.F103X8);
        FirmwareImage above = UpdateCycle.image(0xFF00, NEW);
        assertReason(
                Reason.DOES_NOT_FIT,
                () -> cycle.write(above),
                "0x0800FF00",
                "0x0800FFFF",
                "64 KiB");
        assertReason(Reason.DOES_NOT_FIT, () -> cycle.read(above), "0x0800FF00");
        FirmwareImage ram = UpdateCycle.image(0x18000000L, NEW);
        assertReason(Reason.DOES_NOT_FIT, () -> cycle.opener().check(ram), "0x20000000");
        FirmwareImage nothing = new FirmwareImage(List.of());
        assertReason(Reason.BAD_BUNDLE, () -> cycle.opener().check(nothing), "empty");
        assertRunsOld(cycle);
    }

    @Test
    void saysWhenTheApplicationAnswers() {
        UpdateCycle silent = running(ChipModel.F103);
        silent.boot0 = PinSetting.of("host.ota.stm32.boot0_pin", "", false);
        assertReason(
                Reason.APPLICATION_RUNS,
                () -> silent.write(IMAGE),
                "BOOT0",
                "not wired",
                "fw_version");
        assertRunsOld(silent);
        UpdateCycle talking = running(ChipModel.F103);
        talking.board.bootMessage("Booting, have a nice day\r\n");
        talking.boot0 = silent.boot0;
        assertReason(Reason.APPLICATION_RUNS, () -> talking.write(IMAGE), "have a nice day");
        assertRunsOld(talking);
    }

    @Test
    void saysWhenNobodyAnswers() {
        UpdateCycle cycle = running(ChipModel.F103);
        cycle.board.faults().wrongBaud(true);
        assertReason(Reason.NO_ANSWER, () -> cycle.write(IMAGE), "115200", "swapped", "sim:rst");
        cycle.board.faults().wrongBaud(false);
        assertRunsOld(cycle);
    }

    @Test
    void saysWhatIsNotConfigured() {
        UpdateCycle cycle = running(ChipModel.F103);
        cycle.boot0 = PinSetting.of("host.ota.stm32.boot0_pin", "-1", false);
        cycle.reset = PinSetting.of("host.ota.stm32.rst_pin", "", false);
        assertReason(Reason.NOT_CONFIGURED, () -> cycle.opener().check(IMAGE), "boot0_pin");
        assertReason(Reason.NOT_CONFIGURED, cycle::open, "rst_pin");
        assertRunsOld(cycle);
    }

    @Test
    void saysWhenTheLineIsGone() throws Exception {
        UpdateCycle cycle = running(ChipModel.F103);
        try (FirmwareTarget target = cycle.open()) {
            cycle.board.rawLine().unplug(true);
            assertReason(Reason.LINE, () -> target.write(IMAGE, Optional.empty()), "plugged in");
        }
        assertReason(Reason.LINE, cycle::open, "gone");
        cycle.board.rawLine().unplug(false);
        assertFalse(cycle.board.rawLine().lent());
    }

    @Test
    void endsSoonWhenInterruptedAndStartsTheHostAllTheSame() throws Exception {
        UpdateCycle cycle = running(ChipModel.F103);
        try (FirmwareTarget target = cycle.open()) {
            Thread.currentThread().interrupt();
            assertReason(Reason.ABORTED, () -> target.write(IMAGE, Optional.empty()), "aborted");
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertRunsOld(cycle);
    }

    @Test
    void readsEverythingWhenWhatIsBelievedIsWrong() throws Exception {
        UpdateCycle cycle = running(ChipModel.F103);
        cycle.write(IMAGE, Optional.of(IMAGE));
        assertRunsNew(cycle, "believed the new one");
    }

    private static UpdateCycle running(ChipModel model) {
        SimChip chip = new SimChip(model);
        chip.load(0, OLD);
        return new UpdateCycle(new SimBoard(chip));
    }

    private static void assertRunsNew(UpdateCycle cycle, String when) {
        assertArrayEquals(NEW, Arrays.copyOf(cycle.board.chip().flash(), NEW.length), when);
        assertEquals(Mode.APPLICATION, cycle.board.mode(), when);
    }

    private static void assertRunsOld(UpdateCycle cycle) {
        assertArrayEquals(OLD, Arrays.copyOf(cycle.board.chip().flash(), OLD.length));
        assertEquals(Mode.APPLICATION, cycle.board.mode());
        assertFalse(cycle.board.rawLine().lent());
    }

    private static void assertReason(
            Reason reason, org.junit.jupiter.api.function.Executable work, String... words) {
        FirmwareException e = assertThrows(FirmwareException.class, work);
        assertEquals(reason, e.reason(), e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), word + " in: " + e.getMessage());
        }
    }
}
